#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-sort BINARY: more than fits the memory, temporary files and programs that compress them, many
# files, few descriptors, long lines, and what cupro-sort has of its own.

# shellcheck disable=SC2317,SC3045 # functions are called by `expect`; every sh has this ulimit
# shellcheck source-path=SCRIPTDIR source=like_sort.sh
. "$(dirname "$0")/like_sort.sh"
# shellcheck source=expect.sh
. "$(dirname "$0")/expect.sh"
: >input

awk 'BEGIN { srand(5); for (i = 0; i < 60000; i++) print int(rand() * 50000), i % 7 }' >numbers
sort -n numbers >sorted

# -- Memory ----------------------------------------------------------------------------------------

mkdir temporary other
for options in -S1 "-S200K -n" "-S200K -k2,2 -k1n" "-S1 -u -k2,2" "-S100K -r -s -k2,2" \
  "-S1 --batch-size=2" "-S100K -T temporary -T other" "-S100K --compress-program=gzip" \
  "-S60K --compress-program=gzip --batch-size=3"; do
  # shellcheck disable=SC2086
  like_sort $options numbers
done
equal "temporary files that stay" "" "$(ls -A temporary; ls -A other)"
like_sort -S1 -T /missing numbers

limited() (
  ulimit -n "$1"
  shift
  "$program" "$@"
)
sort numbers >expected
expect "more runs than descriptors" 0 /dev/null expected -- limited 10 -S1 numbers

for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  awk "NR % 20 == $i - 1" sorted >part$i
done
sort -n -m part* >expected
expect "more files than descriptors" 0 /dev/null expected -- limited 12 -n -m part*
like_sort -n -m --batch-size=3 part*
cp part1 merged
"$program" -n -m -o merged merged part2 part3
sort -n -m part1 part2 part3 >expected
same "-m into an input" expected merged

# shellcheck disable=SC2016 # it is for the script
printf '#!/bin/sh\n[ "$1" = -d ] && exit 3\nexec cat\n' >bad
chmod +x bad
like_sort -S1 --compress-program=./bad numbers
sort numbers >expected
expect "a program that is not there" 0 \
  "$(lines "cupro-sort: couldn't execute compress program: No such file or directory")" expected \
  -- "$program" -S1 --compress-program=./missing numbers

# -- Ended from outside ----------------------------------------------------------------------------

mkfifo pipe
for signal in HUP INT TERM KILL; do
  "$program" -S1 -T temporary numbers - <pipe >/dev/null 2>&1 &
  child=$!
  exec 3>pipe
  cat numbers >&3
  kill -$signal $child
  exec 3>&-
  wait $child 2>/dev/null
  equal "temporary files after SIG$signal" "" "$(ls -A temporary)"
done

# -- Lines -----------------------------------------------------------------------------------------

{
  head -c 20000000 /dev/zero | tr '\0' b
  printf '\n'
  head -c 17000000 /dev/zero | tr '\0' a
  printf '\nc\n'
} >long
sort long >expected
expect "long lines" 0 /dev/null expected -- "$program" long
expect "long lines, by key" 0 /dev/null expected -- "$program" -k1,1f long
expect "long lines in little memory" 0 /dev/null expected -- "$program" -S1M long

: >nothing
like_sort nothing
printf '\0\0a\0b' >zeros
like_sort zeros
like_sort -z zeros
printf 'no end' >no_end
like_sort no_end nothing no_end
cp numbers input
like_sort - numbers
like_sort
: >input

# -- Our own options -------------------------------------------------------------------------------

sort -n numbers | head -n 10 >expected
expect "--top" 0 /dev/null expected -- "$program" -n --top=10 numbers
expect "--top, many runs" 0 /dev/null expected -- "$program" -n -S1 --top=10 numbers
sort -u numbers | head -n 10 >expected
expect "--top with -u" 0 /dev/null expected -- "$program" -u --top=10 numbers
: >expected
expect "--top=0" 0 /dev/null expected -- "$program" --top=0 numbers
sort numbers | uniq -c >expected
expect "--count" 0 /dev/null expected -- "$program" --count numbers
expect "--count, many runs" 0 /dev/null expected -- "$program" -S1 --count numbers
{ head -n 2 numbers; tail -n +3 numbers | sort; } >expected
expect "--header" 0 /dev/null expected -- "$program" --header=2 numbers
expect "--header, many runs" 0 /dev/null expected -- "$program" -S1 --header=2 numbers
expect "--header of more lines than there are" 0 /dev/null part1 -- "$program" --header=9999 part1

# -- Threads ---------------------------------------------------------------------------------------

sort -k2,2 -k1,1n numbers >expected
for threads in 1 2 7; do
  expect "--threads=$threads" 0 /dev/null expected -- \
    "$program" --threads=$threads -k2,2 -k1,1n numbers
done
expect "--parallel" 0 /dev/null expected -- "$program" --parallel=3 --bind=none -k2,2 -k1,1n numbers

finish
