# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# For the tests of cupro-count, which source it before expect.sh: what the program should print, as
# tr, sort and uniq have it, and texts to try it on.

# by_count: sorted lines to `uniq -c` lines, the commonest first. tr -s leaves one empty line at
# most, the first one.
by_count() {
  sed '1{/^$/d;}' | sort | uniq -c | sort -s -k1,1nr
}

# reference RULE [fold]: words of stdin, by the tools that everybody has.
reference() {
  if [ "${2-}" = fold ]; then
    tr '[:upper:]' '[:lower:]'
  else
    cat
  fi | if [ "$1" = alpha ]; then
    tr -cs '[:alpha:]' '\n'
  else
    tr -s ' \t\v\f\r' '\n'
  fi | by_count
}

# random_text SEED BYTES: words of 1 to 40 letters, most of them short and common, between runs of
# blanks of all six kinds, with some zero bytes and bytes above 127 in them.
random_text() {
  awk -v seed="$1" -v size="$2" 'BEGIN {
    srand(seed)
    letters = "etaoinshrdluETAOINSHRDLU0123.,-ZQX"
    blanks = "      \t\v\f\r\n\n"
    while (size > 0) {
      word = ""
      length_wanted = 1 + int(rand() ^ 4 * 40)
      kinds = rand() < 0.7 ? 4 : 34
      for (i = 0; i < length_wanted; i++)
        word = word substr(letters, 1 + int(rand() * kinds), 1)
      do
        word = word substr(blanks, 1 + int(rand() * 12), 1)
      while (rand() < 0.2)
      printf "%s", word
      size -= length(word)
    }
  }' | tr ZQX '\000\200\377' | head -c "$2"
}
