# SPDX-License-Identifier: MIT
# Does a phrasebook speak of everything that its peer has?
#   awk -f surface.awk rayon-surface.txt rayon.md
# fails, and says which names (one a line, # for comments) stand in no row's first cell, in backticks.

FNR == NR {
    if (NF > 0 && $0 !~ /^#/)
        wanted[++names] = $0
    next
}

/^\|/ {
    gsub(/\\\|/, "\001")
    split($0, cell, "|")
    parts = split(cell[2], part, "`")
    for (i = 2; i <= parts; i += 2)
        present[part[i]] = 1
}

END {
    for (i = 1; i <= names; i++)
        if (!(wanted[i] in present)) {
            print "not in the phrasebook: " wanted[i]
            missing++
        }
    printf "%d of %d names\n", names - missing, names
    exit names == 0 || missing > 0
}
