#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-count BINARY: --lines is sort | uniq -c, -z the same with sort -z and uniq -z, --field what awk
# prints; of lines that are empty, long, without an end, or any bytes, however the text is cut.

# shellcheck source-path=SCRIPTDIR source=counting.sh
. "$(dirname "$0")/counting.sh"
# shellcheck source=expect.sh
. "$(dirname "$0")/expect.sh"

# all_cuts TEXT EXPECTED ARGUMENTS...: the text as a file and from a pipe, in blocks of many sizes.
all_cuts() {
  text=$1 expected=$2
  shift 2
  for cut in 1/2 2/1 100/3 4096/7 2M/1; do
    block=${cut%/*} threads=${cut#*/}
    [ "$block" -gt 2 ] 2>/dev/null || [ "$block" = 2M ] || [ "$(wc -c <"$text")" -lt 3000 ] || continue
    "$program" --threads="$threads" --block-size="$block" "$@" "$text" >got ||
      failed "exit status $?"
    same "$text $* in blocks of $block on $threads threads" "$expected" got
    # shellcheck disable=SC2002 # a pipe is what is meant
    cat "$text" | "$program" --threads="$threads" --block-size="$block" "$@" >got
    same "$text $* from a pipe in blocks of $block" "$expected" got
  done
}

random_text 5 60000 >words
head -c 60000 /dev/urandom >random
head -c 60000 /dev/urandom | tr '\001-\337' 'a-z[\n*]' >dense
printf 'a\n\nb\n\n\na' >unended
printf '\n' >one
printf '\n\n\n' >three
printf 'a\r\nb\r\na\n' >dos
: >nothing
head -c 70000 /dev/zero | tr '\0' x >long
{ cat long; echo; cat long; echo; echo after; } >longs
for text in words random dense unended one three dos nothing long longs; do
  sort "$text" | uniq -c | sort -s -k1,1nr >lines
  all_cuts "$text" lines --lines
  sort -z "$text" | uniq -cz | sort -z -s -k1,1nr >zeros
  all_cuts "$text" zeros -z --lines
done

tr '[:upper:]' '[:lower:]' <random | sort | uniq -c | sort -s -k1,1nr >folded
all_cuts random folded -i --lines

# Fields. What awk calls a blank is a space, a tab or a line end.
tr '\000\v\f\r' '____' <words >text
for field in 1 2 7; do
  awk -v k=$field '{ print $k }' text | sort | uniq -c | sort -s -k1,1nr >fields
  all_cuts text fields --field=$field
  awk -F, -v k=$field '{ print $k }' text | sort | uniq -c | sort -s -k1,1nr >fields
  all_cuts text fields --field=$field -t,
done
awk '{ print $3 " " $1 " " $9 }' text | sort | uniq -c | sort -s -k1,1nr >fields
all_cuts text fields --field=3,1,9
awk -F. '{ print $2 "." $2 }' text | sort | uniq -c | sort -s -k1,1nr >fields
all_cuts text fields --field=2,2 -t .
printf 'a\tb c\td\n\t\n \nx' >with_tabs
awk -F'\t' '{ print $2 }' with_tabs | sort | uniq -c | sort -s -k1,1nr >fields
all_cuts with_tabs fields --field=2 -t '\t'
all_cuts with_tabs fields --field=2 "-t$(printf '\t')"
awk '{ print $2 }' with_tabs | sort | uniq -c | sort -s -k1,1nr >fields
all_cuts with_tabs fields --field=2
tr '\n' '\0' <text >records
awk '{ print $2 }' text | tr '\n' '\0' | sort -z | uniq -cz | sort -z -s -k1,1nr >fields
all_cuts records fields --field=2 -z
# The separator is looked for before anything is folded.
printf 'aXbxc\n' >case
printf '      1 bxc\n' >fields
all_cuts case fields -i --field=2 -tX

finish
