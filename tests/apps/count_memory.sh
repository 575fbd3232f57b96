#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-count BINARY: with --memory the result is the same, whatever becomes a temporary file; it is
# kept to; and disks that are full are told of.

# shellcheck disable=SC2317 # functions are called by `expect`
# shellcheck source-path=SCRIPTDIR source=counting.sh
. "$(dirname "$0")/counting.sh"
# shellcheck source=expect.sh
. "$(dirname "$0")/expect.sh"

# Some 60,000 different words, short and long, most of which occur once; several times what a tally
# has room for.
awk 'BEGIN {
  srand(9)
  for (i = 0; i < 120000; i++) {
    r = int(rand() ^ 2 * 100000)
    printf "%s%d%s", r % 5 == 0 ? "a-word-of-many-bytes:" : "w", r, i % 10 == 9 ? "\n" : " "
  }
}' >many
random_text 71 50000 >few

same_with() {
  "$program" "$@" many few >expected
  expect "$*" 0 /dev/null expected -- "$program" --memory=16M "$@" many few
}

same_with
same_with --threads=1
same_with --threads=7
same_with --reverse
same_with --sort=word
same_with --sort=word --reverse
same_with -n 100
same_with -n 100 --reverse
same_with -n 100 --sort=word
same_with -n 100 --sort=word --reverse
same_with -n 50000 --sort=word
same_with -n 0
same_with --min-count=3
same_with --max-count=2 -n 1000
same_with --format=json --totals
same_with --format=csv --total
same_with --words=alpha -i
same_with --ngrams=2
same_with --lines
"$program" --sort=none many few | sort >expected
"$program" --sort=none --memory=16M many few | sort >got
same "in no order" expected got

# What fits needs no file.
"$program" few >expected
expect "few words, no directory" 0 /dev/null expected -- \
  "$program" --memory=16M --temporary-directory=/nowhere few

# A word that is larger than all the memory there should be.
{
  head -c 17000000 /dev/zero | tr '\0' x
  echo
  cat many
} >long
"$program" long >expected
expect "a long word" 0 /dev/null expected -- "$program" --memory=16M long

# More runs than are merged at once.
awk 'BEGIN { for (i = 0; i < 900000; i++) printf "%d\n", (i * 7919) % 899981 }' >runs
"$program" runs >expected
expect "many runs" 0 /dev/null expected -- "$program" --memory=16M --threads=1 runs

# -- The memory is kept to -------------------------------------------------------------------------

if ! sanitized; then
  for size in 16 40; do
    for threads in 1 2; do
      peak=$("$program" --memory=${size}M --threads=$threads --progress=never runs 2>&1 >/dev/null &
        pid=$!
        peak=0
        while now=$(awk '/^VmHWM:/ { print $2 }' /proc/$pid/status 2>/dev/null) && [ -n "$now" ]; do
          peak=$now
        done
        wait $pid
        echo "$peak")
      [ "$peak" -le $((size * 1024 * 11 / 10)) ] ||
        failed "--memory=${size}M --threads=$threads: $peak KiB"
    done
  done
fi

# -- Faults ----------------------------------------------------------------------------------------

expect "no directory" 2 \
  "$(lines "cupro-count: cannot create temporary file in '/nowhere': No such file or directory")" \
  /dev/null -- "$program" --memory=16M --temporary-directory=/nowhere many
TMPDIR=/nowhere expect "no directory by TMPDIR" 2 \
  "$(lines "cupro-count: cannot create temporary file in '/nowhere': No such file or directory")" \
  /dev/null -- env TMPDIR=/nowhere "$program" --memory=16M many
refused() {
  option=$1
  expect "$option" 2 "$(lines "cupro-count: --memory and ${option%%=*} do not go together" \
    "Try 'cupro-count --help' for more information.")" /dev/null -- \
    "$program" --memory=1G "$option" few
}
refused --per-file
refused --df
refused --tf-idf
refused --save=place
refused --merge=place
refused --approx=100

mkdir small
if mount -t tmpfs -o size=400k tmpfs small 2>/dev/null; then
  trap 'umount small; rm -rf "$work"' EXIT
  expect "a full disk" 2 \
    "$(lines "cupro-count: temporary file in small: No space left on device")" /dev/null -- \
    "$program" --memory=16M --temporary-directory=small many
  equal "what stays on a full disk" "" "$(ls -A small)"
else
  echo "skipped: a full disk of its own"
fi

mkdir temporary
for signal in INT TERM KILL; do
  "$program" --memory=16M --temporary-directory=temporary many - <runs >/dev/null 2>&1 &
  pid=$!
  sleep 0.1
  kill -s $signal $pid
  wait $pid 2>/dev/null
  equal "what stays after $signal" "" "$(ls -A temporary)"
done

finish
