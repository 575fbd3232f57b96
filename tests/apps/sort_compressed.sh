#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-sort BINARY: inputs that gzip or zstd has compressed.

# shellcheck source-path=SCRIPTDIR source=compressed.sh
. "$(dirname "$0")/compressed.sh"
# shellcheck source=expect.sh
. "$(dirname "$0")/expect.sh"

awk 'BEGIN { srand(3); for (i = 0; i < 40000; i++) print int(rand() * 1e9) }' >text
for packer in $(packers); do
  compressed_input "read failed: " "$packer"
done

sort text >sorted
sort -m sorted sorted >merged
sort -c text 2>&1 | sed 's/^sort: text:/cupro-sort: packed:/' >disorder
for packer in $(packers); do
  $packer -c <sorted >"sorted.$packer"
  $packer -c <text >packed
  expect "-c" 0 -- "$program" -c "sorted.$packer"
  expect "-c of what is not sorted" 1 disorder -- "$program" -c packed
  expect "-m" 0 /dev/null merged -- "$program" -m "sorted.$packer" sorted
  head -n 5 merged >first
  expect "-m --top" 0 /dev/null first -- "$program" -m --top=5 "sorted.$packer" sorted
  # Each of more inputs than have threads of their own, and of more than there are descriptors.
  # shellcheck disable=SC2016 # it is for the filter
  PACKER=$packer split -n r/20 --filter='$PACKER -c >$FILE' sorted part
  expect "-m of many" 0 /dev/null sorted -- "$program" -m part*
  # shellcheck disable=SC3045 # every sh has this ulimit
  (ulimit -n 16 && "$program" -m part*) >got || failed "-m with few descriptors"
  same "-m with few descriptors" sorted got
  expect "-S1" 0 /dev/null sorted -- "$program" -S1 packed
  cp packed place
  expect "-o the input" 0 -- "$program" -o place place
  same "-o the input" sorted place
  head -c $(($(wc -c <packed) / 2)) packed >place
  cp place before
  expect "-o the input, which is cut" 2 \
    "$(lines "cupro-sort: read failed: place: $packer data without its end")" -- \
    "$program" -o place place
  same "-o the input, which is cut" before place
  expect "-m of what is cut" 2 \
    "$(lines "cupro-sort: read failed: place: $packer data without its end")" -- \
    "$program" -m sorted place
done

# What a program has compressed for us is none of an input's business: temporary lines may begin as
# gzip data do.
awk 'BEGIN { for (i = 0; i < 40000; i++) printf "\037\213%d\n", i }' >text
sort text >expected
expect "temporary files" 0 /dev/null expected -- \
  "$program" --no-decompress -S1 --compress-program=gzip text
expect "temporary files of our own" 0 /dev/null expected -- "$program" --no-decompress -S1 text

short_input
finish
