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

# -- Documents, and what was saved -----------------------------------------------------------------

mkdir tree
split -l 3000 many tree/part
cp few tree
: >tree/empty
documents_with() {
  "$program" "$@" -r many tree few >expected
  expect "$*" 1 "$(lines "cupro-count: nowhere: No such file or directory")" expected -- \
    "$program" --memory=16M "$@" -r many nowhere tree few
}
documents_with --df
documents_with --df --threads=7 --totals --sort=word -n 300
documents_with --per-file
documents_with --per-file --threads=7 --totals -n 5 --sort=word --reverse
documents_with --per-file --ngrams=2 --min-count=2 --format=json
documents_with --tf-idf
documents_with --tf-idf --threads=7 --format=csv --totals --reverse --max-count=1
documents_with --tf-idf --sort=word -n 20
documents_with --tf-idf --field=9

saved_with() {
  "$program" --save=expected "$@"
  "$program" --memory=16M --save=got "$@"
  same "--save, $*" expected got
}
saved_with many few
saved_with --df -r many tree
saved_with few
"$program" --save=part-a few tree/*
"$program" --save=part-b --df few tree/*
"$program" --merge=part-a many >expected
expect "--merge" 0 /dev/null expected -- "$program" --memory=16M --merge=part-a many
"$program" --df --merge=part-b few many >expected
expect "--merge --df" 0 /dev/null expected -- "$program" --df --memory=16M --merge=part-b few many
saved_with --merge=part-a many
head -c 500000 part-a >damaged
expect "a damaged one" 2 "$(lines "cupro-count: damaged: damaged, or not all of it")" /dev/null -- \
  "$program" --memory=16M --merge=damaged

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
awk 'BEGIN { for (i = 0; i < 900000; i++) printf "%d\n", (i * 7919) % 899981 }' >most
"$program" most >expected
expect "many runs" 0 /dev/null expected -- "$program" --memory=16M --threads=1 most
head -n 300000 most >runs

# -- The memory is kept to -------------------------------------------------------------------------

# peak ARGUMENTS...: KiB at most, as far as it can be seen from outside.
peak() {
  "$program" --progress=never "$@" >/dev/null 2>&1 &
  pid=$!
  most=0
  while now=$(awk '/^VmHWM:/ { print $2 }' /proc/$pid/status 2>/dev/null) && [ -n "$now" ]; do
    most=$now
    sleep 0.02
  done
  wait $pid
  echo "$most"
}
if ! sanitized; then
  while read -r size options; do
    # shellcheck disable=SC2086 # they are several
    most=$(peak --memory="${size}M" $options)
    [ "$most" -le $((size * 1024 * 11 / 10)) ] || failed "--memory=${size}M $options: $most KiB"
  done <<'END'
16 --threads=1 runs
16 --threads=2 runs
40 --threads=1 runs
40 --threads=2 runs
16 --threads=2 --df runs many few
16 --threads=2 --per-file --totals runs many
16 --threads=2 --tf-idf runs many few
16 --threads=2 --save=got runs many
16 --threads=2 --merge=part-a --merge=part-a runs
END
fi

# -- Faults ----------------------------------------------------------------------------------------

expect "no directory" 2 \
  "$(lines "cupro-count: cannot create temporary file in '/nowhere': No such file or directory")" \
  /dev/null -- "$program" --memory=16M --temporary-directory=/nowhere many
TMPDIR=/nowhere expect "no directory by TMPDIR" 2 \
  "$(lines "cupro-count: cannot create temporary file in '/nowhere': No such file or directory")" \
  /dev/null -- env TMPDIR=/nowhere "$program" --memory=16M many
expect "too little" 2 "$(lines "cupro-count: memory size '1M' is less than 16M" \
  "Try 'cupro-count --help' for more information.")" /dev/null -- "$program" --memory=1M few
expect "--approx" 2 "$(lines "cupro-count: --memory and --approx do not go together" \
  "Try 'cupro-count --help' for more information.")" /dev/null -- \
  "$program" --memory=1G --approx=100 few
expect "a directory without --memory" 2 \
  "$(lines "cupro-count: --temporary-directory is of no use without --memory" \
    "Try 'cupro-count --help' for more information.")" /dev/null -- \
  "$program" --temporary-directory=/tmp few

mkdir small
if mount -t tmpfs -o size=400k tmpfs small 2>/dev/null; then
  trap 'umount small; rm -rf "$work"' EXIT
  echo 'cupro-count: temporary file in small: No space left on device' >full
  expect "a full disk" 2 full /dev/null -- \
    "$program" --memory=16M --temporary-directory=small many
  for options in --df --per-file --tf-idf --save=small/saved; do
    "$program" --memory=16M --temporary-directory=small $options many runs >/dev/null 2>stderr.txt
    equal "a full disk, $options" 2 $?
    same "a full disk, $options" stderr.txt full
  done
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
