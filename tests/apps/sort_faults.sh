#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-sort BINARY: full disks, files that cannot be read, ends from outside: nothing that was there
# is lost, nothing is left behind, and the message says what was the matter.

# shellcheck disable=SC2317,SC3045 # functions are called by `expect`; every sh has this ulimit
# shellcheck source-path=SCRIPTDIR source=like_sort.sh
. "$(dirname "$0")/like_sort.sh"
# shellcheck source=expect.sh
. "$(dirname "$0")/expect.sh"
: >input

awk 'BEGIN { srand(11); for (i = 0; i < 60000; i++) print int(rand() * 1e9), i % 7 }' >numbers
sort numbers >sorted

# -- Full disks ------------------------------------------------------------------------------------

mkdir small
if mount -t tmpfs -o size=400k tmpfs small 2>/dev/null; then
  trap 'umount small; rm -rf "$work"' EXIT
  full="No space left on device"
  expect "no space for temporary files" 2 \
    "$(lines "cupro-sort: write failed: temporary file in small: $full")" /dev/null -- \
    "$program" -S100K -T small numbers
  expect "no space for merged runs" 2 \
    "$(lines "cupro-sort: write failed: temporary file in small: $full")" /dev/null -- \
    "$program" -m --batch-size=2 -T small sorted sorted sorted
  equal "what stays of temporary files" "" "$(ls -A small)"
  "$program" -S100K -T small --compress-program=cat numbers >got 2>stderr.txt &&
    failed "no space for compressed temporary files: no error"
  equal "what stays of compressed temporary files" "" "$(ls -A small)"

  messages=$(lines "cupro-sort: write failed: small/place: $full" "cupro-sort: write error")
  expect "no space for the result" 2 "$messages" -- "$program" -o small/place numbers
  head -n 10000 numbers >small/place
  cp small/place before
  for options in "" "-u" "-S100K" "-r --count"; do
    # shellcheck disable=SC2086
    expect "$options: no space for the result in an input's place" 2 "$messages" -- \
      "$program" $options -o small/place numbers small/place
    same "$options: an input" before small/place
  done
  sort -r small/place >before
  cp before small/place
  expect "-m: no space for the result in an input's place" 2 "$messages" -- \
    "$program" -m -r -o small/place small/place small/place small/place
  same "-m: an input" before small/place
  equal "what stays of a result" place "$(ls -A small)"
else
  echo "skipped: a full disk of its own"
fi

# -- Taking an input's place -----------------------------------------------------------------------

sort -n numbers >by_number
cp numbers place
chmod 640 place
"$program" -n -o place place
same "-o place place" by_number place
equal "its mode" 640 "$(stat -c %a place)"
cp numbers place
ln -s place link
"$program" -n -o link place
same "-o LINK" by_number place
equal "the link" place "$(readlink link)"
ln -f place other_name
"$program" -o place place
same "-o of a file with two names" sorted place
same "the other name" sorted other_name
rm other_name
cp numbers place
# shellcheck disable=SC2094 # that is what it is about
"$program" -n -o place <place
same "-o of standard input" by_number place
"$program" -o place - place <numbers
sort numbers numbers >expected
same "-o of one of two" expected place

# As often as not it is in the middle of writing.
mkdir place_of_its_own
cp numbers place_of_its_own/place
for signal in KILL TERM INT HUP KILL KILL KILL KILL KILL KILL KILL KILL; do
  "$program" -o place_of_its_own/place place_of_its_own/place 2>/dev/null &
  child=$!
  sleep "0.0$((child % 10))"
  kill -$signal $child 2>/dev/null
  wait $child 2>/dev/null
  cmp -s numbers place_of_its_own/place || same "the input after SIG$signal" sorted \
    place_of_its_own/place
  cp numbers place_of_its_own/place
done
equal "what stays beside it" place "$(ls -A place_of_its_own)"

# -- Files that cannot be read, readers that go away -----------------------------------------------

cp numbers secret
chmod 0 secret
chmod 755 .
as_nobody() {
  if [ "$(id -u)" -ne 0 ]; then
    "$@"
  else
    setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
  fi
}
cp numbers kept
chmod 666 kept
if as_nobody test -x "$program" -a -r numbers 2>/dev/null; then
  for options in "" "-m" "-o kept"; do
    # shellcheck disable=SC2086
    expect "$options: an unreadable file" 2 \
      "$(lines "cupro-sort: cannot read: secret: Permission denied")" /dev/null -- \
      as_nobody "$program" $options numbers secret
  done
  expect "-c of an unreadable file" 2 \
    "$(lines "cupro-sort: open failed: secret: Permission denied")" -- \
    as_nobody "$program" -c secret
  same "-o, an unreadable file" numbers kept
else
  echo "skipped: an unreadable file"
fi
expect "a file whose reads fail" 2 \
  "$(lines "cupro-sort: read failed: /proc/self/mem: Input/output error")" /dev/null -- \
  "$program" numbers /proc/self/mem

mkdir temporary
for options in "" "-S100K" "-S100K --compress-program=gzip" "-m" "-u" "--count"; do
  # shellcheck disable=SC2086
  { "$program" $options -T temporary sorted 2>stderr.txt; echo $? >status; } | head -n 1 >first
  equal "$options: a closed pipe: exit status" 141 "$(cat status)"
  same "$options: a closed pipe: stderr" /dev/null stderr.txt
  equal "$options: temporary files after a closed pipe" "" "$(ls -A temporary)"
done

# -- Many files, few descriptors -------------------------------------------------------------------

# A name a thousand times is as good as a thousand files.
mkdir many
seq 100 | split -l 1 -a 3 - many/
many_times() {
  find many -type f | awk -v times="$1" '{ for (i = 0; i < times; i++) printf "%s%c", $0, 0 }' >names
  seq 100 | sort | awk -v times="$1" '{ for (i = 0; i < times; i++) print }' >expected
}
many_times 1000
expect "100000 files" 0 /dev/null expected -- "$program" --files0-from=names
many_times 50
expect "-m of 5000 files" 0 /dev/null expected -- "$program" -m --files0-from=names

limited() (
  ulimit -n 20
  "$program" "$@"
)
expect "-S1, few descriptors" 0 /dev/null sorted -- limited -S1 numbers
expect "-S100K, few descriptors, two directories" 0 /dev/null sorted -- \
  limited -S100K -T temporary -T many numbers
expect "-S100K, few descriptors, compressed" 0 /dev/null sorted -- \
  limited -S50K --compress-program=gzip numbers
seq 100 | sort >expected
expect "-m of more files than descriptors" 0 /dev/null expected -- limited -m many/*

# -- Lines of all kinds ----------------------------------------------------------------------------

printf '\n\n\0\n\0\0\nb\n\na\0b\nb' >zeros
printf '\n\n\n' >empty_lines
printf 'b\0\0a\0' >ended_by_zeros
for options in "" -u -r -s -f -n -z -zu -zr -m -zm -c -C -cz "-k1,1 -k2n" "-t0 -k2" -S1 -V -d -i; do
  for file in zeros empty_lines ended_by_zeros; do
    # shellcheck disable=SC2086
    like_sort $options "$file"
  done
done
like_sort zeros empty_lines ended_by_zeros zeros
like_sort -m empty_lines ended_by_zeros
like_sort -z zeros ended_by_zeros

finish
