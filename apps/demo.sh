#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds cupro, counts the words and the lines of a real book on all cores, sorts its lines and searches
# them: the GNU Collaborative International Dictionary of English, 40 MB, from Debian's package dict-gcide.
# Then the same with sort, uniq and grep, to compare; and what the machine is and can do. Installs what is missing
# (Debian 12, root or sudo), and leaves nothing outside build/.
#   sh apps/demo.sh
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/apps/need.sh"
need gcc libc6-dev cmake ninja-build pkg-config libhwloc-dev zlib1g-dev libzstd-dev libpcre2-dev \
  libunistring-dev dict-gcide
cd "$root"

cmake --preset release -B build/demo -DCUPRO_TESTS=OFF >/dev/null
cmake --build build/demo
text=build/demo/gcide.txt
[ -s "$text" ] || gzip -dc </usr/share/dictd/gcide.dict.dz >"$text"

seconds_of() { # seconds_of FILE COMMAND…: run it into FILE, print how long it took
  file=$1
  shift
  begin=$(date +%s%N)
  "$@" >"$file"
  end=$(date +%s%N)
  awk "BEGIN { printf \"%.2f\", ($end - $begin) / 1e9 }"
}

words_by_hand() {
  tr -s ' \t\n\v\f\r' '\n' <"$text" | grep -a . | sort | uniq -c | sort -k1,1nr -k2
}

lines_by_hand() {
  sort "$text" | uniq -c | sort -s -k1,1nr
}

count=build/demo/apps/cupro-count
printf '\n$ %s -n 10 %s\n' "$count" "$text"
"$count" -n 10 "$text"

LC_ALL=C
export LC_ALL

# compare_count WHAT BY_HAND PIPELINE OPTION…: counted by the program, and by a function above.
compare_count() {
  what=$1 by_hand=$2 pipeline=$3
  shift 3
  printf '\nAll %s different %s of %s, most frequent first:\n' "$("$count" "$@" "$text" | wc -l)" \
    "$what" "$text"
  ours=$(seconds_of build/demo/by-cupro "$count" "$@" "$text")
  theirs=$(seconds_of build/demo/by-hand "$by_hand")
  printf '  %-25s %6s s\n' "cupro-count $*" "$ours" "$pipeline" "$theirs"
  cmp build/demo/by-cupro build/demo/by-hand && echo "The two outputs are the same, byte for byte."
}

compare_count words words_by_hand "tr | sort | uniq | sort"
compare_count lines lines_by_hand "sort | uniq -c | sort" --lines

# compare_sort OPTION…: the book's lines sorted by both programs.
compare_sort() {
  ours=$(seconds_of build/demo/by-cupro build/demo/apps/cupro-sort "$@" "$text")
  theirs=$(seconds_of build/demo/by-sort sort "$@" "$text")
  printf '  cupro-sort %-18s %6s s\n' "$*" "$ours"
  printf '  sort %-18s       %6s s\n' "$*" "$theirs"
  cmp build/demo/by-cupro build/demo/by-sort && echo "  The same, byte for byte."
}

printf '\nAll %s lines of it, sorted:\n' "$(wc -l <"$text")"
compare_sort
compare_sort -f -k2

# compare_search OPTION…: lines of the book that both programs find.
compare_search() {
  ours=$(seconds_of build/demo/by-cupro build/demo/apps/cupro-search "$@" "$text")
  theirs=$(seconds_of build/demo/by-grep grep "$@" "$text")
  printf '  cupro-search %-22s %6s s\n' "$*" "$ours"
  printf '  grep %-22s         %6s s\n' "$*" "$theirs"
  cmp build/demo/by-cupro build/demo/by-grep && echo "  The same, byte for byte."
}

printf '\nLines of it that were searched for:\n'
compare_search -an whale
compare_search -aciE '(sea|whale)[a-z]{3}'

printf '\nThe machine, and where the kernel has the threads of a pool, one a core:\n'
build/demo/apps/cupro-topo --bind core --check

printf '\nWhat this machine can do, in a hurry (nothing is written):\n'
build/demo/apps/cupro-tune --seconds=3
