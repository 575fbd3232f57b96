# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# For the tests of programs, which source it: a directory to work in that goes away, and checks that
# say what failed and go on. The test's last command is `finish`.
#
#     . "$(dirname "$0")/expect.sh"

LC_ALL=C
CUPRO_PROFILE=none
export LC_ALL CUPRO_PROFILE
unset CUPRO_NUM_THREADS CUPRO_BIND OMP_NUM_THREADS OMP_THREAD_LIMIT

failures=0
test_name=${0##*/}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# The program is named by a path that may be relative, and the tests change the directory.
case $1 in
/*) program=$1 ;;
*) program=$PWD/$1 ;;
esac
[ -x "$program" ] || { echo "$test_name: no program '$program'"; exit 1; }
cd "$work" || exit 1

# failed WHAT...: a check did not hold.
failed() {
  failures=$((failures + 1))
  printf '%s: %s\n' "$test_name" "$*"
}

# same WHAT EXPECTED ACTUAL: two files have the same bytes.
same() {
  cmp -s "$2" "$3" && return
  failed "$1: expected < and got > (first lines of the difference)"
  diff -a "$2" "$3" | head -10
}

# equal WHAT EXPECTED ACTUAL: two strings are the same.
equal() {
  [ "$2" = "$3" ] || failed "$1: expected '$2', got '$3'"
}

# expect WHAT STATUS [STDERR [STDOUT]]: run the command in $@ after `--`; compare its exit status,
# what it wrote to stderr (a file, default: nothing), and to stdout (a file, default: not looked at).
expect() {
  what=$1 status=$2 stderr=/dev/null stdout=
  shift 2
  [ "$1" = -- ] || { stderr=$1; shift; }
  [ "$1" = -- ] || { stdout=$1; shift; }
  shift
  "$@" >stdout.txt 2>stderr.txt
  equal "$what: exit status" "$status" $?
  same "$what: stderr" "$stderr" stderr.txt
  [ -z "$stdout" ] || same "$what: stdout" "$stdout" stdout.txt
}

# lines TEXT...: each argument is a line; to a file whose name is printed.
lines() {
  file=$(mktemp "$work/lines.XXXXXX")
  printf '%s\n' "$@" >"$file"
  printf '%s\n' "$file"
}

# wrong MESSAGE ARGUMENTS...: exit status 2, the message, the hint at --help, and no output.
wrong() {
  message=$(lines "${program##*/}: $1" "Try '${program##*/} --help' for more information.")
  shift
  expect "wrong use: $*" 2 "$message" /dev/null -- "$program" "$@"
}

# broken MESSAGE ARGUMENTS...: the same without a hint.
broken() {
  message=$(lines "${program##*/}: $1")
  shift
  expect "what cannot be: $*" 2 "$message" /dev/null -- "$program" "$@"
}

# sanitized: the program has a sanitizer in it, so memory limits mean nothing.
sanitized() {
  grep -aq -e __asan_init -e __tsan_init "$program"
}

finish() {
  [ "$failures" -eq 0 ] || printf '%s: %d failed\n' "$test_name" "$failures"
  [ "$failures" -eq 0 ]
  exit
}
