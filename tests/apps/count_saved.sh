#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-count BINARY: what --save writes on several machines --merge adds up to what one would have
# counted; and what is damaged, cut or of other rules is refused.

# shellcheck disable=SC2317 # functions are called by `expect`
# shellcheck source-path=SCRIPTDIR source=counting.sh
. "$(dirname "$0")/counting.sh"
# shellcheck source=expect.sh
. "$(dirname "$0")/expect.sh"

random_text 51 60000 >a
random_text 52 40000 >b
printf 'x\000y \377 %s\n' "$(head -c 3000 /dev/zero | tr '\0' q)" >c
for name in a b c; do echo >>$name; done
cat a b c | reference space >all

check() {
  what=$1
  shift
  expect "$what" 0 /dev/null expected -- "$@"
}
refused() {
  what=$1 message=$2
  shift 2
  expect "$what" 2 "$(lines "cupro-count: $message")" /dev/null -- "$program" "$@"
}
: >expected
for name in a b c; do
  check "--save=part-$name" "$program" --save=part-$name $name
done

# -- The same as one run ----------------------------------------------------------------------------

cp all expected
check "three parts" "$program" --merge=part-a --merge=part-b --merge=part-c
check "a pattern" "$program" --merge='part-?'
check "on seven threads" "$program" --merge='part-*' --threads=7
check "parts and texts" "$program" --merge=part-b --merge=part-c a
check "parts and standard input" "$program" --merge=part-a --merge=part-b - <c
gzip -c part-b >packed
check "a compressed part" "$program" --merge=packed --merge='part-[ac]'
"$program" --merge='part-*' --save=whole
check "a merge of merges" "$program" --merge=whole
"$program" -n 5 --format=json --reverse a b c >expected
check "with options" "$program" -n 5 --format=json --reverse --merge='part-?'
piped() { "$program" --save=- a | "$program" --merge=- --merge=part-b c; }
cp all expected
check "through a pipe" piped

# Equal counts are equal bytes.
for threads in 1 2 7; do
  "$program" --save=same --threads=$threads --block-size=1K c b a
  same "saved on $threads threads" whole same
done
"$program" --merge='part-[bc]' --save=same a
same "merged in another order" whole same
"$program" --save=none /dev/null
cp all expected
check "with nothing" "$program" --merge=none --merge=whole
printf 'counts=words\nfiles=3\n' >expected
sed -n 3,4p whole >got
same "the head" expected got

# How many files a word is in adds up too.
"$program" --df a b c --totals >expected
"$program" --df --save=df-ab a b
"$program" --df --save=df-c c
check "--df" "$program" --df --merge='df-*' --totals

# -- Rules ------------------------------------------------------------------------------------------

"$program" --words=alpha --save=alpha a
"$program" -i --save=folded a
"$program" --field=1 -t , --save=field a
refused "other words" "alpha: was counted by other rules: 'words=alpha' there, 'words=space' here" \
  --merge=alpha
refused "other words, later" "part-a: was counted by other rules: 'words=space' there, \
'words=alpha' here" --words=alpha --merge=alpha --merge=part-a
refused "another case" "folded: was counted by other rules: 'case=ignored' there, 'case=kept' here" \
  --merge=part-a --merge=folded
refused "fields" "field: was counted by other rules: 'words=fields' there, 'words=space' here" \
  --merge=field
refused "another field" "field: was counted by other rules: 'fields=1' there, 'fields=2' here" \
  --merge=field --field=2 -t ,
refused "files, not words" "df-c: counts files, not words" --merge=df-c
refused "words, not files" "part-c: counts words, not files" --merge=part-c --df
"$program" --words=alpha -n 3 a >expected
check "the same rules" "$program" --words=alpha --merge=alpha -n 3

# -- Damage -----------------------------------------------------------------------------------------

not="not a tally that --save has written"
refused "a text" "a: $not" --merge=a
refused "nothing at all" "empty: No such file or directory" --merge=empty
: >empty
refused "an empty file" "empty: $not" --merge=empty
refused "no such pattern" "none-*: No such file or directory" --merge='none-*'
mkdir directory
refused "a directory" "directory: Is a directory" --merge=directory
size=$(wc -c <part-c)
head=$(grep -abo cuprotal part-c | cut -d : -f 1)
for length in 1 19 20 30 $((head - 1)) $head $((head + 20)) $((head + 60)) $((size - 1)); do
  head -c "$length" part-c >short
  "$program" --merge=short >got 2>stderr.txt
  equal "cut to $length bytes: exit status" 2 $?
  same "cut to $length bytes: stdout" /dev/null got
  grep -q '^cupro-count: short: ' stderr.txt || failed "cut to $length bytes: no message"
done
cat part-c a >long
refused "more behind it" "long: there is more in it than a tally" --merge=long
i=0
while [ "$i" -lt "$size" ]; do
  { head -c "$i" part-c; tail -c +$((i + 1)) part-c | head -c 1 | tr '\000-\377' '\001-\377\000'
    tail -c +$((i + 2)) part-c; } >damaged
  "$program" --merge=damaged >got 2>stderr.txt
  equal "damaged at $i: exit status" 2 $?
  same "damaged at $i: stdout" /dev/null got
  grep -q '^cupro-count: damaged: ' stderr.txt || failed "damaged at $i: no message"
  i=$((i + (i < head + 80 ? 1 : 97)))
done

# -- Writing ----------------------------------------------------------------------------------------

refused "nowhere to save" "missing/x: No such file or directory" --save=missing/x a
refused "a directory to save in" "directory: Is a directory" --save=directory a
refused "a full disk" "/dev/full: No space left on device" --save=/dev/full a
full_disk() { "$program" --save=- a >/dev/full; }
expect "standard output to a full disk" 2 \
  "$(lines "cupro-count: write error: No space left on device")" -- full_disk

# What was there stays until the new one is complete, and when there is none; its rights stay too.
cp whole kept
chmod 640 kept
printf '\037\213broken' >broken.gz
broken=$(lines "cupro-count: broken.gz: not valid gzip data (--no-decompress reads it as it is)")
expect "damaged input" 2 "$broken" -- "$program" --save=kept broken.gz
same "a failure leaves the file" whole kept
expect "damaged input, no file" 2 "$broken" -- "$program" --save=new broken.gz
[ ! -e new ] || failed "a failure leaves a new file"
"$program" --save=kept a
same "a file is replaced" part-a kept
equal "its rights" 640 "$(stat -c %a kept)"
expect "a file that is missing" 1 \
  "$(lines "cupro-count: nothing: No such file or directory")" /dev/null -- \
  "$program" --save=new a nothing
check_new() { "$program" --merge=new; }
reference space <a >expected
check "is counted without" check_new
ln -s kept link
"$program" --save=link c
same "through a link" part-c kept
[ -L link ] || failed "the link was replaced"
ln -s fresh nowhere
"$program" --save=nowhere c
same "through a link that leads nowhere yet" part-c fresh
[ -L nowhere ] || failed "the link that led nowhere was replaced"

# The size that files may have ends the writing, not the file that was there.
limited() (
  ulimit -f 1
  trap '' XFSZ
  "$program" --save=kept a b
)
if ! sanitized; then
  expect "no room" 2 "$(lines "cupro-count: kept: File too large")" /dev/null -- limited
  same "no room: the file stays" part-c kept
fi

# Signals leave the file as it was, and no other.
mkdir place
cp whole place/kept
for signal in TERM HUP KILL; do
  mkfifo fifo
  env --default-signal "$program" --save=place/kept a fifo 2>/dev/null & # nohup has it ignore HUP
  exec 3>fifo
  echo some words >&3
  sleep 0.1
  kill -$signal $!
  wait $! 2>/dev/null
  exec 3>&-
  rm fifo
  same "after SIG$signal" whole place/kept
  equal "after SIG$signal: files" kept "$(ls place)"
done

finish
