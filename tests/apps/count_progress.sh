#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-count BINARY: the progress line is there when it is asked for and the work takes long, comes
# ten times a second at most, and is erased; without a terminal there is none by itself.

# shellcheck source-path=SCRIPTDIR source=counting.sh
. "$(dirname "$0")/counting.sh"
# shellcheck source=expect.sh
. "$(dirname "$0")/expect.sh"

# Two seconds of input, a little at a time.
slowly() {
  i=0
  while [ $i -lt 40 ]; do
    echo word
    sleep 0.05
    i=$((i + 1))
  done
}

begin=$(date +%s)
slowly | "$program" --progress --block-size=5 >got 2>line
most=$(((($(date +%s) - begin) + 1) * 10 + 1))
lines '     40 word' >name
same "--progress: stdout" "$(cat name)" got
tr '\r' '\n' <line >parts
grep -q '^cupro-count: [0-9]* MB, [0-9]* MB/s' parts || failed "--progress: no line"
[ "$(grep -c MB/s parts)" -le $most ] || failed "--progress: more than $most lines"
printf '\r\033[K' >erased
tail -c 4 line >end
same "--progress: the end" erased end

slowly | "$program" --block-size=5 >got 2>line
same "no terminal: stderr" /dev/null line
same "no terminal: stdout" "$(cat name)" got

if command -v script >/dev/null; then
  script -qec "{ echo word; sleep 1; echo word; sleep 0.2; echo word; } | '$program' --block-size=5 \
    >got" /dev/null >line </dev/null
  grep -q 'cupro-count: [0-9]* MB' line || failed "a terminal: no line"
fi

finish
