#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-count BINARY: with --approx no count is too high, none is too low by more than what is told,
# which is no more than n / (k + 1); and it is the same on any number of threads.

# shellcheck source-path=SCRIPTDIR source=counting.sh
. "$(dirname "$0")/counting.sh"
# shellcheck source=expect.sh
. "$(dirname "$0")/expect.sh"

# zipf_words SEED N DIFFERENT: N words, the i-th commonest i times rarer than the first.
zipf_words() {
  awk -v seed="$1" -v n="$2" -v different="$3" 'BEGIN {
    srand(seed)
    while (n-- > 0) printf "w%d%s", int(different ^ rand()), n % 10 ? " " : "\n"
  }'
}

zipf_words 1 60000 50000 >zipf
# Nothing but words that occur once, between those that hold the counters.
awk 'BEGIN { for (i = 0; i < 30000; i++) print "once" i; for (i = 0; i < 1000; i++) print "heavy" }' >late
awk 'BEGIN { for (i = 0; i < 1000; i++) print "heavy"; for (i = 0; i < 30000; i++) print "once" i }' >early
# Each counter is taken again and again, just before its word comes back.
awk 'BEGIN { for (round = 0; round < 20; round++) for (i = 0; i < 1500; i++) print "turn" i }' >turns
awk 'BEGIN { for (i = 0; i < 30000; i++) print "same" }' >same
mkdir small
i=0
while [ $i -lt 60 ]; do
  zipf_words $i 300 2000 >small/$i
  i=$((i + 1))
done

for text in zipf late early turns same small/5; do
  reference space <"$text" >exact
  words=$(awk '{ n += $1 } END { print n }' exact)
  for counters in 1 30 1000 100000; do
    for block in 700 2M; do
      "$program" --approx=$counters --block-size=$block --threads=2 "$text" >got 2>told
      equal "$text, $counters: exit status" 0 $?
      if grep -q '^cupro-count: counts are exact: ' told; then
        bound=0
      else
        bound=$(sed -n 's/^cupro-count: counts are up to \([0-9]*\) too low, of '"$words"' words with '"$counters"' counters$/\1/p' told)
      fi
      [ "${bound:-99999}" -le $((words / (counters + 1))) ] ||
        failed "$text, $counters, $block: the bound: $(cat told)"
      [ "$(wc -l <got)" -le "$counters" ] || failed "$text, $counters, $block: more words than that"
      awk -v bound="${bound:-0}" 'FILENAME == ARGV[1] { got[$2] = $1; next }
        { low = $1 - got[$2]; if (low < 0 || low > bound) { print; exit 1 } got[$2] = 0 }
        END { for (word in got) if (got[word] > 0) exit 1 }' got exact >wrong ||
        failed "$text, $counters, $block: a count that is wrong by more: $(cat wrong)"
      [ "$bound" != 0 ] || same "$text, $counters, $block: exact" exact got
    done
  done
done

for counters in 10 100 5000; do
  for text in zipf 'early turns' '-r small' '-r small zipf small late'; do
    # The words are arguments.
    # shellcheck disable=SC2086
    "$program" --approx=$counters --block-size=3K --threads=1 --total $text >expected 2>told
    for threads in 2 7 64; do
      # shellcheck disable=SC2086
      expect "$text with $counters on $threads threads" 0 told expected -- \
        "$program" --approx=$counters --block-size=3K --threads=$threads --total $text
    done
  done
done

"$program" zipf >exact
lines "cupro-count: counts are exact: 100000 counters were enough" >name
expect "the default" 0 "$(cat name)" exact -- "$program" --approx zipf
bound=$("$program" --approx=100 --format=json zipf 2>told | sed -n 's/.*"error_bound": \([0-9]*\)}$/\1/p')
grep -q "up to $bound too low, of 60000 words" told || failed "the bound in json: $bound, $(cat told)"
"$program" --approx=100 -n 5 zipf 2>/dev/null >got
equal "--approx -n 5" 5 "$(wc -l <got)"
lines "cupro-count: nothing: No such file or directory" \
  "cupro-count: counts are exact: 9 counters were enough" >name
printf '%7d %s\n' 30000 same >expected
expect "a file that is missing" 1 "$(cat name)" expected -- "$program" --approx=9 nothing same
printf '\037\213broken' >broken.gz
expect "damaged data" 2 \
  "$(lines "cupro-count: broken.gz: not valid gzip data (--no-decompress reads it as it is)")" \
  /dev/null -- "$program" --approx=9 broken.gz same

finish
