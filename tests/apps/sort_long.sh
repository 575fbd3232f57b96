#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-sort BINARY: what takes long to test: a line of 200 MB, a million files.

# shellcheck source-path=SCRIPTDIR source=like_sort.sh
. "$(dirname "$0")/like_sort.sh"
# shellcheck source=expect.sh
. "$(dirname "$0")/expect.sh"
: >input

long_line() {
  head -c "$1" /dev/zero | tr '\0' "$2"
  echo
}
{
  long_line 200000000 b
  echo c
  long_line 150000000 a
  long_line 200000000 b
} >long
sort long >sorted
sort -u long >unique
for options in "" "-s -k1,1" "-k1,1f" "-S1M" "-S1M --compress-program=gzip"; do
  # shellcheck disable=SC2086
  expect "long lines: $options" 0 /dev/null sorted -- "$program" $options long
done
expect "long lines: -u" 0 /dev/null unique -- "$program" -u long
expect "long lines: -m" 0 /dev/null sorted -- "$program" -m sorted
expect "long lines: -c" 0 -- "$program" -c sorted
gzip -1c long | "$program" >got || failed "long lines, compressed"
same "long lines, compressed" sorted got
rm long sorted unique got

mkdir many
seq 1000 | split -l 1 -a 3 - many/
find many -type f | awk '{ for (i = 0; i < 1000; i++) printf "%s%c", $0, 0 }' >names
seq 1000 | sort | awk '{ for (i = 0; i < 1000; i++) print }' >expected
expect "a million files" 0 /dev/null expected -- "$program" --files0-from=names
expect "a million files in little memory" 0 /dev/null expected -- \
  "$program" -S1M --files0-from=names
expect "-m of a million files" 0 /dev/null expected -- "$program" -m --files0-from=names
# shellcheck disable=SC3045 # every sh has this ulimit
(ulimit -n 20 && "$program" -m --files0-from=names) >got || failed "-m, few descriptors"
same "-m of a million files, few descriptors" expected got

finish
