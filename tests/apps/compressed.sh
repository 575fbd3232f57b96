# shellcheck shell=sh disable=SC2154 # who sources this has set $program
# SPDX-License-Identifier: MIT
# For the tests of programs that read compressed files, which source it before expect.sh.

# compressed_input BEFORE PACKER: the program makes of what PACKER has compressed what it makes of
# the plain file `text`, or fails with a message in which BEFORE stands before the file's name.
compressed_input() {
  before=$1 packer=$2
  "$program" text >expected
  cat text text | "$program" >twice
  $packer -c <text >packed
  cp packed packed.txt
  : | $packer -c >empty

  expect "$packer: a file of any name" 0 /dev/null expected -- "$program" packed.txt
  expect "$packer: standard input" 0 /dev/null expected -- from packed
  expect "$packer: a pipe" 0 /dev/null expected -- through packed
  expect "$packer: by bits" 0 /dev/null expected -- by_bits packed
  cat empty packed empty packed >several
  expect "$packer: members" 0 /dev/null twice -- "$program" several
  expect "$packer: members in a pipe" 0 /dev/null twice -- through several
  expect "$packer: nothing" 0 /dev/null /dev/null -- "$program" empty
  expect "$packer: beside plain text" 0 /dev/null twice -- "$program" text packed
  "$program" --no-decompress packed >got || failed "$packer: --no-decompress"
  cmp -s got expected && failed "$packer: --no-decompress has decompressed"

  length=$(wc -c <packed)
  for cut in $((length - 1)) $((length / 2)); do
    head -c $cut packed >short
    unreadable "$packer: cut" short "$packer data without its end"
  done
  cat packed text >behind
  unreadable "$packer: something behind it" behind \
    "$packer data with trailing garbage"
  { head -c $((length / 2)) packed; echo damage; tail -c $((length / 2 - 7)) packed; } >changed
  unreadable "$packer: changed" changed "damaged $packer data"
  { head -c 4 packed; printf '\377\377\377 and so on, and so on'; } >false
  unreadable "$packer: only the beginning" false \
    "not valid $packer data (--no-decompress reads it as it is)"
  "$program" --no-decompress false >got || failed "$packer: --no-decompress of what is none"
  grep -aq on got || failed "$packer: --no-decompress lost something"
}

from() { "$program" <"$1"; }
# shellcheck disable=SC2002 # it is to be a pipe
through() { cat "$1" | "$program"; }
by_bits() {
  {
    for size in 1 2 3; do
      dd bs=$size count=1 status=none
      sleep 0.02
    done
    cat
  } <"$1" | "$program"
}

# unreadable WHAT FILE WORDS: neither the file nor the pipe gives anything.
unreadable() {
  expect "$1" 2 "$(lines "${program##*/}: $before$2: $3")" /dev/null -- "$program" "$2"
  expect "$1, a pipe" 2 "$(lines "${program##*/}: $before-: $3")" /dev/null -- through "$2"
}

# What is too short to be compressed is text.
short_input() {
  for bytes in '\037' '(' '(\265' '(\265/' P P\*M; do
    # shellcheck disable=SC2059 # it has escapes
    printf "$bytes" >text
    "$program" --no-decompress text >expected
    expect "only $bytes" 0 /dev/null expected -- "$program" text
    expect "only $bytes, a pipe" 0 /dev/null expected -- through text
  done
}

# Programs that pack, of those that are here.
packers() {
  for packer in gzip zstd; do
    command -v $packer >/dev/null && echo $packer
  done
}
