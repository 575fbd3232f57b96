#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-count BINARY: files that are truncated, extended or replaced while they are read end the
# program with a count of what was there, never with a signal.

# shellcheck source-path=SCRIPTDIR source=counting.sh
. "$(dirname "$0")/counting.sh"
# shellcheck source=expect.sh
. "$(dirname "$0")/expect.sh"

yes 'one two three' | head -n 200000 >whole
cp whole file

# run WHAT: count the file over and over while something in the background changes it. Words are cut
# where the file ended, and a page that is being cut may read as zeros: so the words may be others,
# but have no other letters.
run() {
  for threads in 1 2 7 1 2 7; do
    for block in 2M 64K 1000; do
      "$program" --threads=$threads --block-size=$block file >got 2>stderr.txt
      equal "$1: exit status" 0 $?
      same "$1: stderr" /dev/null stderr.txt
      tr -d '\0' <got | grep -Evq '^ *[0-9]+ [onetwhr]*$' &&
        failed "$1: unexpected words: $(head -n 5 got)"
    done
  done
  touch stop
  wait
  rm stop
  cp whole file
}

while ! [ -e stop ]; do
  truncate -s 1000001 file
  truncate -s 14 file
  cat whole >>file
done &
run "truncated"

while ! [ -e stop ]; do
  head -n 1000 whole >>file
done &
run "extended"

while ! [ -e stop ]; do
  head -n 100000 whole >new
  mv new file
  cp whole new
  mv new file
done &
run "replaced"

while ! [ -e stop ]; do
  rm -f file
  cp whole new
  mv new file
done &
for _ in 1 2 3 4 5 6 7 8; do
  "$program" --block-size=10K file >got 2>stderr.txt
  status=$?
  [ $status -le 1 ] || failed "removed: exit status $status"
done
touch stop
wait

finish
