#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-sort BINARY: --top where it drops lines early, compared with sort | head; and inputs that are
# in order, or in the opposite one, before they are sorted.

# shellcheck disable=SC2086 # options are words
# shellcheck source-path=SCRIPTDIR source=like_sort.sh
. "$(dirname "$0")/like_sort.sh"
# shellcheck source=expect.sh
. "$(dirname "$0")/expect.sh"
: >input

# Falling numbers, so that bars are got over all the time; then numbers in no order, with ties.
awk 'BEGIN {
  srand(3)
  for (i = 40000; i > 0; i--) print "x" i, i % 17, i
  for (i = 0; i < 30000; i++) print "x" int(rand() * 30000), int(rand() * 1000), i
}' >lines
for options in "" -u -r "-n -k2,2 -s" "-u -k2,2n" "-r -s -k2,2" "-k2,2r -k1"; do
  sort $options lines >sorted
  for top in 1 3000; do
    head -n $top sorted >expected
    expect "$options --top=$top" 0 /dev/null expected -- "$program" $options --top=$top -S2M lines
  done
done
sort lines | head -n 10 >expected
expect "--top of a stream" 0 /dev/null expected -- "$program" --top=10 -S2M - <lines
{ head -n 2 lines; tail -n +3 lines | sort | head -n 3; } >expected
expect "--top with --header" 0 /dev/null expected -- "$program" --header=2 --top=5 -S2M lines
sort lines | uniq -c | head -n 5 >expected
expect "--top with --count" 0 /dev/null expected -- "$program" --count --top=5 -S2M lines

# More has to be kept than there is room for.
sed 's/$/ a long end of a line that goes on and on and on and on and on and on and on and on/' \
  lines >long
sort long | head -n 4000 >expected
expect "--top of long lines" 0 /dev/null expected -- "$program" --top=4000 -S2M long
{ head -c 9000000 /dev/zero | tr '\0' b; echo; cat lines; } >longer
sort longer | head -n 20 >expected
expect "--top with a very long line" 0 /dev/null expected -- "$program" --top=20 -S2M longer

# -- In order already ------------------------------------------------------------------------------

for options in "" "-s -k1.1,1.3" "-u -k2,2"; do
  sort $options lines >rising
  sort $options -r lines >falling
  tac rising >opposite
  for order in "" -r; do
    for file in rising falling opposite; do
      like_sort $options $order $file
    done
  done
done

# -- One line that is not --------------------------------------------------------------------------

sort -u lines >rising
for line in 1 2 30000 60000; do
  sed "$line"'s/^/!/' rising >broken
  like_sort -c broken
  like_sort -C -u broken
done
like_sort -c -u rising
# Some lines to a block: what is out of order stands at its border, too.
for line in 2 3 4 5 6 7 8 9; do
  awk -v broken=$line 'BEGIN {
    for (i = 0; i < 18; i++) long = long "0123456789abcdef" long
    for (i = 1; i <= 10; i++) print i == broken ? 0 : i, substr(long, 1, 250000)
  }' >broken
  like_sort -c -k1,1n broken
done
finish
