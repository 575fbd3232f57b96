#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-count BINARY: inputs that cannot be read, output that cannot be written, memory that is not
# there: a message, the right exit status, and the rest of the work done where there is a rest.

# shellcheck disable=SC2317,SC3045 # functions are called by `expect`; every sh has this ulimit
# shellcheck source-path=SCRIPTDIR source=counting.sh
. "$(dirname "$0")/counting.sh"
# shellcheck source=expect.sh
. "$(dirname "$0")/expect.sh"

random_text 21 3000 >text
reference space <text >expected
mkdir directory
cp text directory/text

# -- Inputs ---------------------------------------------------------------------------------------

directory_on_stdin() { "$program" - text <directory; }
closed_stdin() { "$program" - text <&-; }
list_on_stdin() { "$program" --files0-from=- <list; }

missing=$(lines "cupro-count: nothing: No such file or directory")
expect "a missing file" 1 "$missing" expected -- "$program" nothing text
expect "a missing file, last" 1 "$missing" expected -- "$program" text nothing
expect "a missing directory" 1 "$missing" expected -- "$program" -r nothing directory
expect "only a missing file" 1 "$missing" /dev/null -- "$program" nothing
expect "a directory" 1 "$(lines "cupro-count: directory: Is a directory")" expected -- \
  "$program" directory text
expect "an empty name" 1 "$(lines "cupro-count: : No such file or directory")" expected -- \
  "$program" "" text
expect "a file in place of a directory" 1 "$(lines "cupro-count: text/x: Not a directory")" \
  expected -- "$program" text/x text
ln -s self self
expect "a link to itself" 1 "$(lines "cupro-count: self: Too many levels of symbolic links")" \
  expected -- "$program" self text
expect "a directory as standard input" 1 "$(lines "cupro-count: -: Is a directory")" expected -- \
  directory_on_stdin
expect "standard input closed" 1 "$(lines "cupro-count: -: Bad file descriptor")" expected -- \
  closed_stdin
expect "a file whose reads fail" 1 "$(lines "cupro-count: /proc/self/mem: Input/output error")" \
  expected -- "$program" /proc/self/mem text

# The messages stand in the order of the names, whoever has found out.
for i in 1 2 3 4 5 6 7 8 9; do echo "cupro-count: no$i: No such file or directory"; done >messages
for threads in 1 2 7; do
  expect "the order of messages" 1 messages expected -- "$program" --threads=$threads \
    no1 no2 no3 no4 text no5 no6 no7 no8 no9
done

if [ "$(id -u)" -ne 0 ]; then
  cp text secret
  chmod 0 secret
  expect "an unreadable file" 1 "$(lines "cupro-count: secret: Permission denied")" expected -- \
    "$program" secret text
  mkdir -p tree/closed
  cp text tree/text
  chmod 0 tree/closed
  expect "an unreadable directory" 1 "$(lines "cupro-count: tree/closed: Permission denied")" \
    expected -- "$program" -r tree
  chmod 700 tree/closed
fi

expect "a missing list" 2 \
  "$(lines "cupro-count: cannot open 'list' for reading: No such file or directory")" /dev/null -- \
  "$program" --files0-from=list
expect "a list that is a directory" 2 \
  "$(lines "cupro-count: directory: read error: Is a directory")" /dev/null -- \
  "$program" --files0-from=directory
printf 'text\0\0text\0' >list
expect "an empty name in a list" 2 \
  "$(lines "cupro-count: list:2: invalid zero-length file name")" /dev/null -- \
  "$program" --files0-from=list
printf -- '-\0' >list
expect "- in a list from -" 2 "$(lines "cupro-count: when reading file names from standard input, no \
file name of '-' is allowed")" /dev/null -- list_on_stdin

# -- Output ---------------------------------------------------------------------------------------

full_disk() { "$program" "$1" >/dev/full; }
closed_stdout() { "$program" "$1" >&-; }
closed_stderr() { "$program" missing 2>&-; }

seq 100000 >numbers # more than a pipe holds
for argument in text numbers --help --version; do
  expect "$argument to a full disk" 2 \
    "$(lines "cupro-count: write error: No space left on device")" -- \
    full_disk "$argument"
  expect "$argument with standard output closed" 2 \
    "$(lines "cupro-count: write error: Bad file descriptor")" -- \
    closed_stdout "$argument"
done
: >nothing_in_it
expect "nothing to write, and nowhere to" 0 -- closed_stdout nothing_in_it
expect "standard error closed" 1 -- closed_stderr
cmp -s text directory/text || failed "an input was written to"

{ "$program" numbers 2>stderr.txt; echo $? >status; } | head -n 1 >first
equal "a closed pipe: exit status" 141 "$(cat status)"
same "a closed pipe: stderr" /dev/null stderr.txt
equal "a closed pipe: first line" "      1 1" "$(cat first)"
{ (trap '' PIPE; "$program" numbers 2>stderr.txt; echo $? >status) } | :
equal "SIGPIPE ignored: exit status" 2 "$(cat status)"
same "SIGPIPE ignored: stderr" "$(lines "cupro-count: write error: Broken pipe")" stderr.txt

# -- Memory ---------------------------------------------------------------------------------------

# limited KILOBYTES COMMAND...
limited() (
  ulimit -v "$1"
  shift
  "$@"
)
large_block() { cat text text | "$program" --threads=1 --block-size=1G; }

# Whatever the limit, the answer is right or there is a message: never a signal, never half of it.
if ! sanitized; then
  seq 300000 | awk '{ print $1, $1 "-is-a-long-word-for-the-arena-" $1 }' >distinct
  "$program" distinct >expected
  for limit in 60000 80000 90000 100000 110000 120000 140000 160000 200000 300000 1000000; do
    limited $limit "$program" --threads=1 distinct >got 2>stderr.txt
    status=$?
    if [ $status -eq 0 ]; then
      same "ulimit -v $limit" expected got
    elif [ $status -eq 2 ]; then
      same "ulimit -v $limit: stdout" /dev/null got
      grep -q '^cupro-count: ' stderr.txt || failed "ulimit -v $limit: no message"
    elif [ $status -ne 127 ]; then
      failed "ulimit -v $limit: exit status $status: $(cat stderr.txt)"
    fi
  done
  expect "a block that does not fit the memory" 2 "$(lines "cupro-count: out of memory")" \
    /dev/null -- limited 500000 large_block
fi

finish
