#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-count BINARY: files, standard input, pipes, FIFOs, directories and lists of names all give
# the words of everything together.

# shellcheck disable=SC2317,SC3045 # functions are called by `expect`; every sh has this ulimit
# shellcheck source-path=SCRIPTDIR source=counting.sh
. "$(dirname "$0")/counting.sh"
# shellcheck source=expect.sh
. "$(dirname "$0")/expect.sh"

random_text 1 50000 >a
random_text 2 100 >b
random_text 3 300000 >c
: >empty
# Every file ends a word.
for name in a b c; do echo >>$name; done

# check WHAT COMMAND...: it succeeds, quietly, and prints what is in `expected`.
check() {
  what=$1
  shift
  expect "$what" 0 /dev/null expected -- "$@"
}

# -- Standard input -------------------------------------------------------------------------------

redirected() { "$program" --block-size="$block" a - c <b; }
all_piped() { cat a b c | "$program" --block-size="$block"; }
one_piped() { cat empty b | "$program" --block-size="$block" a - c; }
twice() { "$program" --block-size="$block" a - - c <b; }

cat a b c | reference space >expected
for block in 2M 4K 100; do
  check "three files, $block" "$program" --block-size=$block a b empty c
  check "a redirected file, $block" redirected
  check "standard input, $block" all_piped
  check "a pipe among files, $block" one_piped
  check "standard input twice, $block" twice
done

# Words come in pieces.
slow_pipe() {
  { for piece in wh 'ole and h' 'alf an' d; do
    printf %s "$piece"
    sleep 0.1
  done; } | "$program" --block-size=4
}
printf '%7d %s\n' 2 and 1 half 1 whole >expected
check "a slow pipe" slow_pipe

# What stands before the place where standard input is at is not ours; nothing is left afterwards.
the_rest() { { read -r _; "$program"; cat; } <two_lines; }
printf 'first\nsecond\n' >two_lines
printf '%7d %s\n' 1 second >expected
check "the rest of standard input" the_rest

# -- Files ----------------------------------------------------------------------------------------

# Words end with their file, even when no blank does.
printf one >one
printf two >two
printf '%7d %s\n' 1 one 1 two >expected
check "files without a last newline" "$program" one two

# FIFOs, more of them than threads.
mkfifo f1 f2 f3
cat a b c | reference space >expected
for threads in 1 2 7; do
  cat a >f1 &
  cat b >f2 &
  cat c >f3 &
  check "FIFOs on $threads threads" "$program" --threads=$threads --block-size=1K f1 f2 f3
  wait
done

# Files in /proc are not empty, whatever their size says.
reference space </proc/version >expected
check "/proc/version" "$program" /proc/version

# -- Directories: everything below, in any depth; links only if they are named; no FIFOs ------------

mkdir -p tree/deep/er tree/.hidden elsewhere
cp a tree/1
cp b tree/deep/2
cp c tree/deep/er/3
cp b tree/.hidden/4
cp a elsewhere/5
ln -s ../elsewhere tree/link
ln -s ../../a tree/deep/file_link
ln -s .. tree/deep/up
mkfifo tree/fifo
ln -s tree named
cat a b c b | reference space >expected
check "-r" "$program" -r tree
check "-r with a slash" "$program" --recursive tree/
check "-r of a link" "$program" -r named
cat a b c b a | reference space >expected
check "-r of a directory and a file" "$program" -r tree a
check "-r of two directories" "$program" -r tree elsewhere

# -- Lists of names ---------------------------------------------------------------------------------

listed() { "$program" --files0-from=- <list; }
found() { find a b c -print0 | "$program" --files0-from=-; }

printf 'a\0b\0c' >list
cat a b c | reference space >expected
check "--files0-from" "$program" --files0-from=list
check "--files0-from=-" listed
check "names from find" found
expect "an empty list" 0 /dev/null /dev/null -- "$program" --files0-from=/dev/null
printf 'tree\0' >list
cat a b c b | reference space >expected
check "--files0-from with -r" "$program" -r --files0-from=list

# -- Many small files and some large ones -------------------------------------------------------------

few_descriptors() (
  ulimit -n 24
  "$program" -r --threads=7 --block-size=1K many
)

mkdir many
awk 'BEGIN { for (i = 0; i < 3000; i++) {
  file = "many/" i
  printf "w%d common\nw%d\n", i % 100, i >file
  close(file)
} }'
random_text 4 200000 >many/large1
random_text 5 200000 >many/large2
echo | tee -a many/large1 >>many/large2
find many -type f -exec cat {} + | reference space >expected
for threads in 1 2 7 64; do
  check "many files on $threads threads" "$program" -r --threads=$threads many
  check "in pieces, on $threads threads" "$program" -r --threads=$threads --block-size=1K many
done
check "few descriptors" few_descriptors

finish
