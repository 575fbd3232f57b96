#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-count BINARY: words of every length up to the borders that the program knows (16 bytes lie in
# the table itself, 64 are looked at in one go, 4096 in one round, a block is read at once), words
# that differ in their last byte only, and words longer than many blocks.

# shellcheck source-path=SCRIPTDIR source=counting.sh
. "$(dirname "$0")/counting.sh"
# shellcheck source=expect.sh
. "$(dirname "$0")/expect.sh"

# word LENGTH LAST: x repeated, and a last byte.
word() {
  [ "$1" -gt 1 ] && head -c $(($1 - 1)) /dev/zero | tr '\0' x
  printf '%s\n' "$2"
}

compare() {
  reference space <"$1" >expected
  for block in 100 4K 64K 2M; do
    for threads in 1 2 3 7; do
      "$program" --threads=$threads --block-size=$block "$1" >got || failed "exit status $?"
      same "$1 on $threads threads, $block" expected got
    done
    tail -c +1 "$1" | "$program" --block-size=$block >got || failed "exit status $?"
    same "$1 from a pipe, $block" expected got
  done
}

for length in 1 2 7 8 9 14 15 16 17 18 24 31 32 33 34 47 48 49 63 64 65 255 256 257 1023 1024 1025 \
  4031 4032 4033 4095 4096 4097 8191 8192 8193 12288 65535 65536 65537; do
  word $length a
  word $length b
  word $length a
done >lengths
compare lengths

# The lengths again, each across another place of the blocks.
tr '\n' ' ' <lengths >shifted
for shift in 1 13 50; do
  head -c $shift /dev/zero | tr '\0' ' '
  cat shifted
done >shifts
compare shifts

# One word of 3 MB, alone; then with words around it, and a second one that differs at its end.
word 3000000 z | tr -d '\n' >alone
compare alone
{
  echo before
  word 3000000 z
  echo between
  word 3000000 y
  printf after
} >around
compare around

# A zero byte at the end of a word tells it from the word without it.
printf 'a a\0 a\0\0 a a\0 abcdefghijklmnop abcdefghijklmno\0 abcdefghijklmno\n' >zeros
compare zeros

finish
