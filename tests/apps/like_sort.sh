# shellcheck shell=sh disable=SC2154 # who sources this has set $program
# SPDX-License-Identifier: MIT
# For the tests of cupro-sort, which source it before expect.sh: comparison with the installed sort.

[ "$(sort --version | sed -n '1s/ .*//p')" = sort ] || { echo "skipped: no GNU sort"; exit 0; }

# like_sort ARGUMENT...: the program does what sort does: bytes, messages, exit status. Standard
# input of both is the file `input`.
like_sort() {
  sort "$@" <input >theirs.out 2>theirs.err
  their_status=$?
  "$program" "$@" <input >ours.out 2>ours.err
  equal "$*: exit status" $their_status $?
  sed 's/cupro-sort/sort/g' ours.err >ours.renamed
  same "$*: stderr" theirs.err ours.renamed
  same "$*: stdout" theirs.out ours.out
}

# A locale that does not order by bytes, if one can be made; its name. LOCPATH says where.
other_locale() {
  mkdir -p "$LOCPATH"
  if localedef -i en_US -f UTF-8 "$LOCPATH/en_US.UTF-8" >/dev/null 2>&1; then
    echo en_US.UTF-8
  fi
}
