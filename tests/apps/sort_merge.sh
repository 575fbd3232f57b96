#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-sort BINARY: merges that take several rounds and several parts a round, of files and of
# streams, compared with sort.

# shellcheck disable=SC2016,SC2086,SC3045 # $1 is awk's; options are words
# shellcheck source-path=SCRIPTDIR source=like_sort.sh
. "$(dirname "$0")/like_sort.sh"
# shellcheck source=expect.sh
. "$(dirname "$0")/expect.sh"

# Long common beginnings, many ties, and one file whose lines all come early.
make_lines() {
  awk -v seed="$1" -v kinds="$2" -v n="$3" 'BEGIN {
    srand(seed)
    for (i = 0; i < n; i++) {
      k = int(rand() * kinds)
      printf "%s%s %d %c\n", (k % 3 ? "common/beginning/" : ""), k * 7919 % kinds, k % 13, 65 + k % 40
    }
  }'
}
make_lines 1 900000 60000 >a
make_lines 2 900000 60000 >b
make_lines 3 50 40000 >c
make_lines 4 900000 1000 | sed 's/^/!/' >d
printf 'no end' >>d
: >e

for options in "" -r -u "-u -r" "-k2,2n" "-s -k2,2n" "-u -k2,2" "-s -r -k3" "-f -k1,1" "-n -k2 -k1,1r"; do
  for file in a b c d e; do
    sort $options $file >sorted_$file
  done
  sort -m $options sorted_a sorted_b sorted_c sorted_d sorted_e >expected
  for size in -S1 -S64M; do
    expect "-m $options $size" 0 /dev/null expected -- \
      "$program" -m $options $size sorted_a sorted_b sorted_c sorted_d sorted_e
  done
done

# -- Streams ---------------------------------------------------------------------------------------

for file in a b c; do
  sort $file >sorted_$file
done
sort -m sorted_a sorted_b sorted_c >expected
mkfifo first second
cat sorted_a >first &
cat sorted_b >second &
expect "streams" 0 /dev/null expected -- "$program" -m first second - <sorted_c
wait

# Who writes both streams can write to one only when the other has been read, too.
awk '{ to = NR % 2 ? "first" : "second"; print >to; fflush(to) }' sorted_a &
expect "streams of one writer" 0 /dev/null sorted_a -- timeout 20 "$program" -m first second
wait

# -- Counts, and spilled runs ----------------------------------------------------------------------

cat a b c >all
for options in "" -u "-r -k2,2" "-s -k2,2n"; do
  sort $options all >expected
  expect "$options, many runs" 0 /dev/null expected -- "$program" -S1M $options all
done
sort all | uniq -c >expected
expect "--count, many runs" 0 /dev/null expected -- "$program" -S1M --count all
sort sorted_a sorted_b sorted_c | head -n 777 >expected
expect "-m --top" 0 /dev/null expected -- "$program" -m --top=777 sorted_a sorted_b sorted_c

# What is out of order is not lost.
"$program" -m -S1 a b | sort >sorted_merged
sort a b >expected
same "-m of lines out of order" expected sorted_merged

finish
