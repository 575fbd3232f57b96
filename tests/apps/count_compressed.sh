#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-count BINARY: inputs that gzip or zstd has compressed.

# shellcheck source-path=SCRIPTDIR source=compressed.sh
. "$(dirname "$0")/compressed.sh"
# shellcheck source=expect.sh
. "$(dirname "$0")/expect.sh"

for packer in $(packers); do
  seq 45000 | awk '{ print $1 % 500, $1 }' >text
  compressed_input "" "$packer"
  for threads in 1 7; do
    for block in 1000 1M; do
      expect "$packer: --threads=$threads --block-size=$block" 0 /dev/null twice -- \
        "$program" --threads=$threads --block-size=$block several
    done
  done
  expect "a missing file beside what is cut" 2 \
    "$(lines "cupro-count: missing: No such file or directory" \
      "cupro-count: short: $packer data without its end")" /dev/null -- \
    "$program" missing short text
done

short_input
finish
