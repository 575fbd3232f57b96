#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-search BINARY: files that cannot be read, readers that go away, loops, devices, files that
# change, lines and trees that are too large: the message says what was the matter, the rest is
# searched, nothing hangs.

# shellcheck disable=SC2317,SC3045 # functions are called by `expect`; every sh has this ulimit
# shellcheck source-path=SCRIPTDIR source=like_grep.sh
. "$(dirname "$0")/like_grep.sh"
# shellcheck source=expect.sh
. "$(dirname "$0")/expect.sh"
: >input

awk 'BEGIN { for (i = 1; i <= 100000; i++) print i, "line" }' >lines

# -- The output ------------------------------------------------------------------------------------

if [ -e /dev/full ]; then
  full=$(lines "cupro-search: write error: No space left on device")
  to_full() { "$program" "$@" >/dev/full; }
  expect "a full disk" 2 "$full" -- to_full line lines
  expect "a full disk, found at the end" 2 "$full" -- to_full -c line lines
fi
closed_output() { "$program" "$@" >&-; }
expect "no output" 2 "$(lines "cupro-search: write error: Bad file descriptor")" -- \
  closed_output line lines
closed_input() { "$program" "$@" <&-; }
expect "no input" 2 "$(lines "cupro-search: (standard input): Bad file descriptor")" -- \
  closed_input line
gone() { # gone COMMAND...: who reads the output goes away
  { "$@" 2>gone.err; echo $? >gone.status; } | head -n 1 >/dev/null
}
gone "$program" line lines lines
equal "the reader is gone: status" 141 "$(cat gone.status)"
same "the reader is gone: messages" /dev/null gone.err
ignoring() { (trap '' PIPE; "$program" "$@"); }
gone ignoring line lines lines
equal "the reader is gone, and no signal: status" 2 "$(cat gone.status)"
same "the reader is gone, and no signal: messages" \
  "$(lines "cupro-search: write error: Broken pipe")" gone.err
cp lines output
into() { "$program" "$@" >>output; }
expect "the output is an input" 2 "$(lines "cupro-search: output: input file is also the output")" \
  -- into -m2 1 lines output
expect "the output is an input, but nothing is read twice" 0 /dev/null -- into -c 1 output

# -- Descriptors ---------------------------------------------------------------------------------

# Fewer than there are threads, or just enough for them, and directories that would be left open for
# as long as their files are opened: nothing is left out.
mkdir crowd
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
  mkdir -p "crowd/$i/a" "crowd/$i/b/c"
  for j in 1 2 3 4 5 6 7 8; do
    echo "line $i" | tee "crowd/$i/$j" "crowd/$i/a/$j" >"crowd/$i/b/c/$j"
  done
  cp lines "crowd/$i/large"
done
"$program" -r -c line crowd >wanted
few_descriptors() { # few_descriptors DESCRIPTORS THREADS
  (ulimit -n "$1" && exec "$program" --threads="$2" --piece-size=20000 -r -c line crowd)
}
for number in 6 8 12 24 40; do
  for threads in 2 16; do
    expect "$number descriptors, $threads threads" 0 /dev/null wanted -- \
      few_descriptors "$number" "$threads"
  done
done
rm -r crowd

# -- What cannot be read, or only for ever ---------------------------------------------------------

mkdir -p tree/d
echo a >tree/d/x
ln -s .. tree/d/up
ln -s itself tree/itself
ln -s d tree/sd
mkfifo tree/fifo
# GNU's order is that of the directory.
sort_both() { sort theirs.out >t && sort ours.out >o && same "$*: lines" t o; }
for options in "-r a tree" "-r a tree/sd tree/itself" "-R -D skip a tree/d tree/itself" "a tree/itself" \
  "-D skip a tree/fifo tree/d/x" "-r -D skip a tree/fifo" "-Rs -D skip a tree/d"; do
  # shellcheck disable=SC2086
  timeout 20 grep $options >theirs.out 2>theirs.err
  status=$?
  # shellcheck disable=SC2086
  timeout 20 "$program" $options >ours.out 2>ours.err
  equal "$options: status" $status $?
  sort_both "$options"
  sed 's/cupro-search/grep/' ours.err | sort >o
  sort theirs.err >t
  same "$options: messages" t o
done
(sleep 0.1; echo abc >tree/fifo) &
equal "a FIFO that was named" abc "$(timeout 20 "$program" b tree/fifo)"
wait
[ -r /proc/self/mem ] && like_grep a /proc/self/mem lines
like_grep -c Uid /proc/self/status
like_grep -c a /dev/null lines
if [ "$(id -u)" != 0 ]; then
  echo a >secret
  chmod 0 secret
  like_grep line secret lines
fi
printf 'a\n' >'two
lines'
like_grep -lZ a 'two
lines'

# -- Large ones ------------------------------------------------------------------------------------

head -c 30000000 /dev/zero | tr '\0' x >long
printf 'needle\nlast\n' >>long
equal "a long line" "1 30000007:last" \
  "$("$program" -c needle long) $("$program" -b last long)"
equal "a long line from a pipe" 30000007:last "$("$program" --piece-size=4096 -b last <long)"
equal "a long line in pieces" 1 "$("$program" --piece-size=10000 --threads=3 -c needle long)"
# Two halves: the shell does not go deeper than PATH_MAX.
half=$(awk 'BEGIN { for (i = 0; i < 70; i++) printf "ddddddddddddddddddddddddddddddddd/" }')
mkdir -p "deep/$half" "lower/$half"
echo deepest >"lower/${half}file"
(cd "deep/$half" && mv "$work/lower" .)
equal "a deep tree" deepest "$("$program" -rh deepest deep)"
rm -rf deep
if ! sanitized; then
  # Somebody who reads slowly.
  i=0
  while [ $i -lt 20 ]; do
    cat lines
    i=$((i + 1))
  done >many
  for source in many -; do
    (
      ulimit -v 400000
      "$program" --threads=2 -n '' "$source" <many 2>stderr.txt
    ) | {
      sleep 0.5
      cksum
    } >ours
    grep -n '' many | cksum >theirs
    same "a slow reader of $source" theirs ours
    same "a slow reader of $source: messages" /dev/null stderr.txt
  done
fi

# -- Files that change -----------------------------------------------------------------------------

cp lines shrinking
(
  for size in 1000000 500000 100000 0; do
    sleep 0.02
    truncate -s $size shrinking
  done
) &
"$program" --piece-size=2000 -c line shrinking >stdout.txt 2>stderr.txt || [ $? = 1 ] ||
  failed "a file that shrinks: fails"
same "a file that shrinks: messages" /dev/null stderr.txt
wait
cp lines growing
(
  i=0
  while [ $i -lt 50 ]; do
    echo "one more line" >>growing
    i=$((i + 1))
  done
) &
count=$("$program" --piece-size=5000 -c line growing)
wait
if [ "$count" -lt 100000 ] || [ "$count" -gt 100050 ]; then
  failed "a file that grows: $count lines"
fi

# -- The same on any number of threads -------------------------------------------------------------

mkdir -p same/a same/b
cp lines same/a
cp lines same/b
cp long same
"$program" -rn 1 same --threads=1 >one
for threads in 2 3 7 64; do
  "$program" -rn 1 same --threads=$threads --piece-size=10000 >some
  same "$threads threads" one some
done
finish
