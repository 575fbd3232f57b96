#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-count BINARY: both rules, with and without -i, give what tr, sort and uniq give, however the
# text is cut into blocks and on any number of threads.

# shellcheck source-path=SCRIPTDIR source=counting.sh
. "$(dirname "$0")/counting.sh"
# shellcheck source=expect.sh
. "$(dirname "$0")/expect.sh"

# all_ways TEXT ARGUMENTS...: the program's output for TEXT against the four references.
all_ways() {
  text=$1
  shift
  for rule in space alpha; do
    "$program" --words=$rule "$@" <"$text" >got || failed "$text $rule $*: exit status $?"
    same "$text $rule $*" "$text.$rule" got
    "$program" --words=$rule -i "$@" "$text" >got || failed "$text $rule -i $*: exit status $?"
    same "$text $rule -i $*" "$text.$rule.fold" got
  done
}

references() {
  for rule in space alpha; do
    reference $rule <"$1" >"$1.$rule"
    reference $rule fold <"$1" >"$1.$rule.fold"
  done
}

# Every byte on its own, beside letters, and doubled.
awk 'BEGIN { for (i = 0; i < 256; i++) printf "\\0%03o a\\0%03ob \\0%03o\\0%03o\n", i, i, i, i }' |
  while read -r line; do printf '%b\n' "$line"; done >bytes
references bytes
all_ways bytes
all_ways bytes --block-size=5

# Texts that end at, before and behind the borders of 64-byte and 4 KiB blocks and of pieces.
seed=20240611
for size in 0 1 2 15 16 17 63 64 65 127 128 129 4031 4095 4096 4097 8191 8192 8193 70000; do
  random_text $seed $size >text$size
  references text$size
  all_ways text$size
done
# The last word ends with the text, whatever the rule and wherever that is.
for size in 1 60 64 4091 4092 4093 4096 8188 8192; do
  last=$(head -c $size /dev/zero | tr '\0' x)
  for first in abc 'b\303\251'; do
    # shellcheck disable=SC2059 # an escape
    printf "$first $last" >ended
    # shellcheck disable=SC2059
    printf "      1 $first\n      1 $last\n" >expected
    for rule in --words=space --words=unicode '--word-chars=[:alpha:]'; do
      LC_ALL=C.UTF-8 "$program" "$rule" ended >got
      same "$first and $size bytes, $rule" expected got
    done
  done
done
for block in 1 2 7 63 64 65 1000 4096 4097; do
  all_ways text4097 --block-size=$block
done
for block in 4K 65535 65536 65537 69999 70000 70001; do
  all_ways text70000 --block-size=$block
done

# Threads; and a table that has to grow, whose merge has more parts than one.
random_text 7 3000000 >large
references large
for threads in 1 2 3 7 64; do
  all_ways large --threads=$threads --block-size=10000
done
all_ways large
seq 100000 | awk '{ print $1, $1 * 7, "and-some-more-bytes-" $1 }' >distinct
references distinct
all_ways distinct --threads=3 --block-size=64K

# Lines of DOS; no newline at the end; nothing but blanks.
printf 'one two\r\ntwo\r\n' >dos
printf ' one\n\ntwo' >unended
printf ' \t\n\v\f\r' >blanks
for text in dos unended blanks; do
  references $text
  all_ways $text
done

finish
