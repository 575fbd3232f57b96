# shellcheck shell=sh disable=SC2154 # who sources this has set $program
# SPDX-License-Identifier: MIT
# For the tests of cupro-search, which source it before expect.sh: comparison with the installed
# grep.

case $(grep --version 2>/dev/null | sed -n 1p) in
*"GNU grep) 3.8") ;;
*) echo "skipped: no GNU grep 3.8"; exit 0 ;;
esac
unset GREP_COLORS GREP_COLOR POSIXLY_CORRECT

# like_grep ARGUMENT...: the program does what grep does: bytes, messages, exit status. Standard
# input of both is the file `input`.
like_grep() {
  grep "$@" <input >theirs.out 2>theirs.err
  their_status=$?
  "$program" "$@" <input >ours.out 2>ours.err
  equal "$*: exit status" $their_status $?
  sed 's/cupro-search/grep/g' ours.err >ours.renamed
  same "$*: stderr" theirs.err ours.renamed
  same "$*: stdout" theirs.out ours.out
}
