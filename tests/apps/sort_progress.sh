#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-sort BINARY: the progress line and the figures of --stats, whatever it does.

# shellcheck source-path=SCRIPTDIR source=expect.sh
. "$(dirname "$0")/expect.sh"

printf '\r\033[K' >erased

# Most of a second of input, a little at a time.
slowly() {
  i=1000
  while [ $i -lt 1007 ]; do
    echo $i
    sleep 0.1
    i=$((i + 1))
  done
  [ $# -eq 0 ] || echo "$1"
}
slowly >sorted
sed 's/^/      1 /' sorted >counted
head -n 3 sorted >three

# progress EXPECTED OPTION...: there is a line, it is erased in the end, and the result is right.
progress() {
  expected=$1
  shift
  slowly | "$program" --progress "$@" >got 2>line
  same "--progress $*: stdout" "$expected" got
  tr '\r' '\n' <line | grep -q '^cupro-sort: [0-9]* MB [rw][a-z]*, [0-9]* MB/s' ||
    failed "--progress $*: no line"
  tail -c 4 line >end
  same "--progress $*: the end" erased end
}

for options in -s "-m" "--count" "--top=3" "-S1" "-c"; do
  case $options in
    -c) expected=/dev/null ;;
    --count) expected=counted ;;
    --top=3) expected=three ;;
    *) expected=sorted ;;
  esac
  progress $expected $options
done

# A message does not stand in the line's middle.
slowly 1 | "$program" -c --progress 2>line
printf '\r\033[Kcupro-sort: -:8: disorder: 1\n' >expected
tail -c "$(wc -c <expected)" line >end
same "a message" expected end
{ gzip -c sorted; sleep 0.7; echo damage; } | "$program" --progress 2>line
printf '\r\033[Kcupro-sort: read failed: -: gzip data with trailing garbage\n' >expected
tail -c "$(wc -c <expected)" line >end
same "a message before the end" expected end
slowly | "$program" 2>line >got
same "no terminal: stderr" /dev/null line

# stats READ PUT_ASIDE WRITTEN OPTION...: "-" is for no such line.
stats() {
  {
    [ "$2" = - ] || echo "cupro-sort: $1 read, $2 runs put aside"
    [ "$3" = - ] || echo "cupro-sort: $3 written"
    echo "cupro-sort: 2 threads,"
  } >expected
  what="--stats $4 $5"
  shift 3
  "$program" --threads=2 --stats "$@" 2>line >got || failed "$what: exit status"
  sed 's/\(threads,\).*/\1/' line >figures
  same "$what" expected figures
}
seq 1000 1999 >numbers
printf 'no end' >no_end
numbers="5000 bytes, 1000 lines"
stats "$numbers" 0 "$numbers" numbers
stats "5006 bytes, 1001 lines" 0 "5007 bytes, 1001 lines" numbers no_end
stats "5006 bytes, 1001 lines" 0 "5007 bytes, 1001 lines" -m numbers no_end
stats "10000 bytes, 2000 lines" 0 "$numbers" -u numbers numbers
stats "10000 bytes, 2000 lines" 0 "$numbers" -m -u numbers numbers
stats "10000 bytes, 2000 lines" 0 "13000 bytes, 1000 lines" --count numbers numbers
stats "$numbers" 0 "15 bytes, 3 lines" --top=3 numbers
stats "0 bytes, 0 lines" 0 "0 bytes, 0 lines" --top=0 numbers
stats "$numbers" 0 "$numbers" -r -o place --header=5 numbers
stats "$numbers" 0 - -c numbers
gzip -c numbers >packed
stats "$numbers" 0 "$numbers" packed
stats "$numbers" 0 "$numbers" -m packed
seq 100000 199999 >many
stats "700000 bytes, 100000 lines" "$("$program" -S1 --stats many 2>&1 >/dev/null |
  sed -n 's/.*read, \([0-9]*\) runs.*/\1/p')" "700000 bytes, 100000 lines" -S1 many

finish
