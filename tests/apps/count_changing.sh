#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-count BINARY: files that are truncated, extended or replaced while they are read end the
# program with a count of what was there, never with a signal; those that became shorter are named.

# shellcheck source-path=SCRIPTDIR source=counting.sh
. "$(dirname "$0")/counting.sh"
# shellcheck source=expect.sh
. "$(dirname "$0")/expect.sh"

yes 'one two three' | head -n 60000 >whole
cp whole file

printf '%s\n' 'cupro-count: file: became shorter while it was read' >shorter

# run WHAT: count the file over and over while something in the background changes it. Words are cut
# where the file ended, and a page that is being cut may read as zeros: so the words may be others,
# but have no other letters.
run() {
  for threads in 1 2 7; do
    for block in 2M 64K 5000; do
      "$program" --threads=$threads --block-size=$block file >got 2>stderr.txt
      status=$?
      if [ $status = 1 ] && [ "$1" = truncated ]; then
        same "$1: stderr" shorter stderr.txt
      else
        equal "$1: exit status" 0 $status
        same "$1: stderr" /dev/null stderr.txt
      fi
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
  truncate -s 300001 file
  truncate -s 14 file
  cat whole >>file
done &
run "truncated"

# cut_while_read ARGUMENTS...: the file becomes shorter when the program has opened it, and has not
# read much of it yet. What it prints is in `got`.
cut_while_read() {
  rm -f file
  cat whole whole whole whole >file
  "$program" --threads=1 --block-size=10 "$@" >got 2>stderr.txt &
  until readlink /proc/$!/fd/* 2>/dev/null | grep -q '/file$' || ! kill -0 $! 2>/dev/null; do
    :
  done
  truncate -s 14 file
  wait $!
  equal "cut, $*: exit status" 1 $?
  same "cut, $*: stderr" shorter stderr.txt
  cp whole file
}

echo other >other
for how in --sort=word --memory=16M --df; do
  cut_while_read $how file other
  grep -q '      1 other' got || failed "cut, $how: the other file is not counted"
done
cut_while_read --per-file file other
same "cut, --per-file" "$(lines "      1 other	other")" got

# A file that was never as long as it said it was.
online=/sys/devices/system/cpu/online
if [ -r $online ]; then
  expect "a file of /sys" 0 /dev/null "$(lines "      1 $(cat $online)")" -- \
    "$program" $online
fi

while ! [ -e stop ]; do
  head -n 1000 whole >>file
done &
run "extended"

while ! [ -e stop ]; do
  head -n 30000 whole >new
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
for _ in 1 2 3 4; do
  "$program" --block-size=10K file >got 2>stderr.txt
  status=$?
  [ $status -le 1 ] || failed "removed: exit status $status"
done
touch stop
wait

finish
