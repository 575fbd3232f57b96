#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-count BINARY: --ngrams counts words in a row, over lines and never over files, as awk does;
# the same however the text is cut, and with words left out.

# shellcheck source-path=SCRIPTDIR source=counting.sh
. "$(dirname "$0")/counting.sh"
# shellcheck source=expect.sh
. "$(dirname "$0")/expect.sh"

# grams N: lines of stdin, N in a row joined by a space.
grams() {
  awk -v n="$1" '{ line[NR] = $0 }
    NR >= n {
      gram = line[NR - n + 1]
      for (i = NR - n + 2; i <= NR; i++)
        gram = gram " " line[i]
      print gram
      delete line[NR - n + 1]
    }' | sort | uniq -c | sort -s -k1,1nr
}

words_of() {
  tr -s ' \t\v\f\r' '\n' <"$1" | sed '/^$/d'
}

random_text 17 30000 | tr '\000' _ >text
printf 'one' >one
printf ' one\ntwo ' >two
: >nothing
for order in 1 2 3 4 5; do
  for text in text one two nothing; do
    words_of $text | grams $order >expected
    for cut in 1/2 3/7 1000/3 2M/2; do
      block=${cut%/*} threads=${cut#*/}
      [ "$order$text" = 3text ] || [ "$block" != 1 ] || continue
      "$program" --ngrams=$order --threads="$threads" --block-size="$block" $text >got ||
        failed "exit status $?"
      same "--ngrams=$order of $text in blocks of $block on $threads threads" expected got
      # shellcheck disable=SC2002 # a pipe is what is meant
      cat $text | "$program" --ngrams=$order --threads="$threads" --block-size="$block" >got
      same "--ngrams=$order of $text from a pipe" expected got
    done
  done
done

# Not over files, each of which is in pieces.
split -n 5 text part.
for part in part.*; do
  words_of "$part" | grams 3 >"$part.grams"
done
cat part.??.grams | awk '{ count = $1; sub(/^ *[0-9]+ /, ""); n[$0] += count }
  END { for (gram in n) printf "%7d %s\n", n[gram], gram }' | sort -k2 | sort -s -k1,1nr >expected
"$program" --ngrams=3 --block-size=500 --threads=3 part.?? | sort -k2 | sort -s -k1,1nr >got
same "five files" expected got
"$program" --ngrams=3 --block-size=500 --per-file part.aa part.ab | sed 's/	[^	]*$//' |
  awk '{ n[$2] += $1 } END { print n["part.aa"], n["part.ab"] }' >got
echo "$(($(words_of part.aa | grep -ac '') - 2)) $(($(words_of part.ab | grep -ac '') - 2))" >expected
same "--per-file: how many in each" expected got

# Words are left out first.
words_of text | tr '[:upper:]' '[:lower:]' | grep -av -x -e e -e t -e a | awk 'length > 1' |
  grams 2 >expected
printf 'E\nt\na' >stop
"$program" -i --ngrams=2 --stop-words=stop --min-length=2 --block-size=100 --threads=3 text >got
same "without stop words" expected got

# Lines and fields in a row.
grams 2 <text >expected
"$program" --lines --ngrams=2 --block-size=100 --threads=3 text >got
same "--lines" expected got
awk '{ print $2 }' text | grams 2 >expected
"$program" --field=2 --ngrams=2 --block-size=100 --threads=3 text >got
same "--field" expected got

finish
