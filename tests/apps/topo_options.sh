#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-topo BINARY: options, messages and exit statuses.

# shellcheck source-path=SCRIPTDIR source=expect.sh
. "$(dirname "$0")/expect.sh"

for number in 0 -1 x ''; do
  wrong "invalid number of threads: '$number'" "--threads=$number"
done
wrong "invalid argument 'nonsense' for '--bind'" --bind=nonsense
wrong "invalid argument 'fast' for '--cores'" --cores=fast
wrong "--bind=list needs --cpus" --bind=list
wrong "--cpus goes with --bind=list only" --bind=core --cpus=0
wrong "--cpus goes with --bind=list only" --bind=0-1 --cpus=0
wrong "a list names its PUs: it does not go with --cores or --one-pu-a-core" --cpus=0 --cores=performance
wrong "a list names its PUs: it does not go with --cores or --one-pu-a-core" --bind=0 --one-pu-a-core
wrong "--json and --svg exclude each other" --json --svg
wrong "--check needs this machine, and not --input" --check --input=synthetic:pu:1
wrong "extra operand 'x'" x
wrong "unrecognized option '--nonsense'" --nonsense
wrong "option '--json' doesn't allow an argument" --json=x
wrong "option '--input' requires an argument" --input

machine=synthetic:"numa:2 core:2 pu:2"
for list in 0- -1 0,,1 1-0 0-3:0 'a' '' ' ' 0-3: '0 1' 99999999999999999999-; do
  broken "'$list' is not a list of PUs, such as 0-3,8" --input "$machine" --cpus="$list"
done
# Holes, and more.
for list in 8 0-8 0,65535 65536 99999999999999999999; do
  broken "PUs $list: the processors asked for are not this process's to use" \
    --input "$machine" --cpus="$list"
  broken "PUs $list: the processors asked for are not this process's to use" \
    --input "$machine" --bind="$list"
done
broken "no plan for 65537 threads: invalid argument" --input "$machine" --threads=65537
broken "no plan for 99999999 threads: invalid argument" --input "$machine" --threads=99999999

"$program" --help >help
for option in --input=MACHINE --threads=N --bind=POLICY --cpus=LIST --cores=KIND --one-pu-a-core --check --full \
  --json --svg '-h,' --version; do
  grep -qF -e "$option" help || failed "--help does not say $option"
done
head -n 1 help | grep -q '^Usage: cupro-topo ' || failed "--help does not begin with the usage"
awk 'length($0) > 80 { exit 1 }' help || failed "--help has lines of more than 80 columns"
"$program" --version | grep -Eq '^cupro-topo \(cupro\) [0-9]+\.[0-9]+\.[0-9]+$' ||
  failed "--version: $("$program" --version)"

# Output that cannot be written.
for form in '' --json --svg; do
  # shellcheck disable=SC2016
  expect "full disk $form" 2 "$(lines 'cupro-topo: write error: No space left on device')" -- \
    sh -c '"$0" '$form' >/dev/full' "$program"
  # shellcheck disable=SC2016
  expect "stdout closed $form" 2 "$(lines 'cupro-topo: write error: Bad file descriptor')" -- \
    sh -c '"$0" '$form' >&-' "$program"
done

finish
