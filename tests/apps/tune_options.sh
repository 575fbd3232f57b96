#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-tune BINARY: wrong options, and files that cannot be, before anything is measured.

# shellcheck source-path=SCRIPTDIR source=expect.sh
. "$(dirname "$0")/expect.sh"

for number in -1 x '' 86401 99999999999999999999999; do
  wrong "invalid argument '$number' for '--seconds': not a number from 0 to 86400" "--seconds=$number"
done
for number in 0 -1 x ''; do
  wrong "invalid number of threads: '$number'" "--threads=$number"
done
for size in 0 1023 1X x '' -1; do
  wrong "invalid argument '$size' for '--size': not a size of 1K or more" "--size=$size"
done
wrong "--json and --tsv do not go together" --json --tsv
wrong "--write and --output do not go together" --write --output=x
wrong "--output needs the name of a file" --output=
wrong "--plot needs the name of a file" --plot=
wrong "--plot does not go to standard output (./- is a file)" --plot=-
wrong "x cannot be both the profile and the plot" --output=x --plot=x
wrong "--output=- is instead of the report: it does not go with --json or --tsv" --output=- --tsv
wrong "extra operand 'x'" x
wrong "unrecognized option '--nonsense'" --nonsense
wrong "option '--quick' doesn't allow an argument" --quick=1
wrong "option '--output' requires an argument" --output

broken "nowhere/profile: No such file or directory" --output=nowhere/profile
broken "nowhere/plot.svg: No such file or directory" --plot=nowhere/plot.svg
: >file
broken "file/profile: Not a directory" --output=file/profile
broken "$work: Is a directory" --plot="$work"
if [ "$(id -u)" != 0 ]; then
  mkdir locked
  chmod 555 locked
  broken "locked/profile: Permission denied" --output=locked/profile
fi
XDG_CONFIG_HOME=$work/file
export XDG_CONFIG_HOME
broken "$work/file/cupro: Not a directory" --write
HWLOC_SYNTHETIC="numa:4 pu:4"
export HWLOC_SYNTHETIC
broken "the environment describes another machine to hwloc (HWLOC_XMLFILE, HWLOC_SYNTHETIC): that one cannot \
be measured" --seconds=0 --size=16K
unset HWLOC_SYNTHETIC
for option in --plot=report --output=report --plot=/dev/stdout; do
  "$program" "$option" >report 2>stderr.txt
  equal "$option >report: exit status" 2 $?
  same "$option >report" "$(lines "cupro-tune: ${option#*=} is standard output, where the report goes")" stderr.txt
done
unset XDG_CONFIG_HOME HOME
broken "--write: neither \$XDG_CONFIG_HOME nor \$HOME names a folder" --write
broken "--threads=1000000: there are $(nproc) processors, and more threads than these are not \
measured" --threads=1000000
"$program" --size=999999T >stdout.txt 2>stderr.txt
equal "too large: exit status" 2 $?
grep -q "^cupro-tune: --size: [0-9]* bytes are too much" stderr.txt || failed "too large: $(cat stderr.txt)"

"$program" --help >help
equal "--help: exit status" 0 $?
for option in quick seconds threads size write output plot json tsv; do
  grep -q -- "--$option" help || failed "--help has no --$option"
done

finish
