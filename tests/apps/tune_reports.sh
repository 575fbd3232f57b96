#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-tune BINARY: its reports, and the files that it writes. No figure is looked at. $PRELOADS: where a
# library is that pretends to be a poor file system.

# shellcheck source-path=SCRIPTDIR source=expect.sh
. "$(dirname "$0")/expect.sh"

# As little as can be measured.
tune() { "$program" --seconds=0 --size=16K "$@"; }
tabbed() { awk -F'\t' -v n="$1" 'NF != n' "$2"; }

# The report, the profile where programs look for it, and the picture.
XDG_CONFIG_HOME=$work/settings/deep
export XDG_CONFIG_HOME
profile=$XDG_CONFIG_HOME/cupro/profile
tune --write --plot=plot.svg >report 2>stderr.txt
equal "the report: exit status" 0 $?
same "the report: stderr" /dev/null stderr.txt
for words in '^Bandwidth' '^map  ' '^reduce  ' '^sort  ' '^count  ' '^The knee is'; do
  grep -q "$words" report || failed "the report has no line '$words'"
done
equal "the report: lines longer than a terminal" '' "$(awk 'length > 80' report)"
grep -q '^machine = ' "$profile" || failed "no profile was written"
equal "the folder of the profile" profile "$(ls "$XDG_CONFIG_HOME/cupro")"
equal "the profile: lines longer than a terminal" '' "$(grep -v '^machine = ' "$profile" | awk 'length > 80')"
if command -v python3 >/dev/null; then
  python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' plot.svg ||
    failed "the picture is not XML"
fi
grep -q '<polyline' plot.svg || failed "the picture has no lines"

# It replaces a profile, and nothing else.
tune --json --output="$profile" >report.json 2>stderr.txt
equal "a profile again: exit status" 0 $?
same "a profile again: stderr" /dev/null stderr.txt
if command -v python3 >/dev/null; then
  python3 -m json.tool report.json >/dev/null || failed "--json is no JSON"
fi
for key in machine processors bandwidth scaling chunks starts knee; do
  grep -q "\"$key\": " report.json || failed "--json has no $key"
done
echo 'keep me' >mine
for name in mine "$work"; do
  what="mine is there, and is no profile: it is not replaced"
  [ "$name" = mine ] || what="$work: Is a directory"
  expect "--output=$name" 2 "$(lines "cupro-tune: $what")" /dev/null -- "$program" --output="$name"
done
equal "a file that is no profile" 'keep me' "$(cat mine)"

# Fewer threads, and who says so; and a place of the user's own for the profile.
OMP_NUM_THREADS=1 CUPRO_PROFILE=$work/own/profile tune --write >fewer
grep -q '^machine = ' own/profile || failed "no profile is written where CUPRO_PROFILE says"
grep -q 'at most 1 thread: OMP_NUM_THREADS\.$' fewer || [ "$(nproc)" = 1 ] ||
  failed "it is not told why there is one thread"

# On standard output alone; and the lines.
tune --threads=1 --output=- >alone
equal "--output=-: its first word" '# cupro profile' "$(head -n 1 alone | cut -c 1-15)"
tune --tsv >report.tsv
equal "--tsv: lines without 8 columns" '' "$(tabbed 8 report.tsv)"
for what in copy triad map reduce sort count; do
  grep -q "^$what	" report.tsv || failed "--tsv has no $what"
done
if grep -q '^map	2	' report.tsv; then
  grep -q '^chunk	' report.tsv || failed "--tsv has no chunk"
fi
equal "--tsv: more threads than processors" '' \
  "$(awk -F'\t' -v most="$(nproc)" 'NR > 1 && $2 > most' report.tsv)"

# Where nothing can be written.
expect "a full disk" 2 "$(lines 'cupro-tune: /dev/full: No space left on device')" -- \
  "$program" --seconds=0 --size=16K --threads=1 --output=/dev/full
"$program" --seconds=0 --size=16K --threads=1 >/dev/full 2>stderr.txt
equal "a full standard output: exit status" 2 $?
same "a full standard output" "$(lines 'cupro-tune: write error: No space left on device')" stderr.txt

# A file is complete or what it was, and nothing is beside it, on file systems that can do less too.
write_in() { # write_in FOLDER WHAT STATUS: a profile there, without what POOR_DISK says
  POOR_DISK=$2 LD_PRELOAD=$poor "$program" --seconds=0 --size=16K --threads=1 \
    --output="$1/profile" >stdout.txt 2>stderr.txt
  equal "without $2, $1: exit status" "$3" $?
}
poor=$PRELOADS/libpoor_disk.so
if [ -f "$poor" ] && ! sanitized && [ -z "${LD_PRELOAD:-}" ]; then
  mkdir old new
  for what in nothing unnamed links renaming unnamed,renaming; do
    sed 's/^machine = .*/machine = another/' "$profile" >old/profile
    write_in old $what 0
    same "without $what: stderr" /dev/null stderr.txt
    grep -q '^machine = another' old/profile && failed "without $what: the profile is the old one"
    equal "without $what: the folder" profile "$(ls -A old)"
    rm -f new/profile
    write_in new $what 0
    cmp -s old/profile new/profile || grep -q '^machine = ' new/profile ||
      failed "without $what: no new profile"
    equal "without $what: the new folder" profile "$(ls -A new)"
  done
  for what in room unnamed,room links,room; do
    sed 's/^machine = .*/machine = another/' "$profile" >old/profile
    cp old/profile before
    write_in old $what 2
    same "without $what: stderr" "$(lines 'cupro-tune: old/profile: No space left on device')" stderr.txt
    same "without $what: the old profile" before old/profile
    equal "without $what: the folder" profile "$(ls -A old)"
    rm -f new/profile
    write_in new $what 2
    equal "without $what: the new folder" '' "$(ls -A new)"
  done
fi

# The system allows no bytes more: files that were there stay, and no new one comes.
small_files() (
  trap '' XFSZ
  ulimit -f 0
  "$program" --seconds=0 --size=16K --threads=1 --output="$1" 3>&1 >/dev/null 2>&3
)
mkdir small
cp "$profile" small/profile
ln -s nowhere small/link
for name in profile other link; do
  equal "no room in small/$name" "cupro-tune: small/$name: File too large" "$(small_files small/$name)"
done
same "no room: the old profile" "$profile" small/profile
equal "no room: the folder" "$(printf 'link\nprofile')" "$(ls -A small)"

# A folder in which nothing can be made: what is there can be written to.
if [ "$(id -u)" != 0 ]; then
  chmod 555 small
  tune --threads=1 --output=small/profile >stdout.txt 2>stderr.txt
  equal "a locked folder: exit status" 0 $?
  same "a locked folder: stderr" /dev/null stderr.txt
  small_files small/profile >stdout.txt
  equal "a locked folder, no room: bytes that are left" 0 "$(wc -c <small/profile)"
  chmod 755 small
fi

# Ctrl-C in the middle: the old profile is as it was, and nothing is beside it.
mkdir place
cp "$profile" place/profile
env --default-signal=INT "$program" --seconds=60 --output=place/profile >stdout.txt 2>stderr.txt &
sleep 0.3
kill -INT $!
wait $!
equal "Ctrl-C: exit status" 130 $?
same "Ctrl-C: the old profile" "$profile" place/profile
equal "Ctrl-C: the folder" profile "$(ls -A place)"

finish
