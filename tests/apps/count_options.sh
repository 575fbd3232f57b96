#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-count BINARY: what the options do, how they may be written, and what is said about those that
# are wrong.

# shellcheck source-path=SCRIPTDIR source=counting.sh
. "$(dirname "$0")/counting.sh"
# shellcheck source=expect.sh
. "$(dirname "$0")/expect.sh"

try="Try 'cupro-count --help' for more information."

check() {
  what=$1
  shift
  expect "$what" 0 /dev/null expected -- "$program" "$@"
}

# wrong MESSAGE ARGUMENTS...: exit status 2, the message, the hint, and no output.
wrong() {
  message=$(lines "cupro-count: $1" "$try")
  shift
  expect "wrong use: $*" 2 "$message" /dev/null -- "$program" "$@" text
}

random_text 11 200000 >text
reference space <text >all

for top in 0 1 2 10 500 99999999 18446744073709551615; do
  head -n $top all >expected
  check "--top=$top" --top=$top text
  check "-n$top" -n$top --threads=3 --block-size=1000 text
  check "-n $top" text -n $top
done
for least in 0 1 2 3 50 999999; do
  awk -v least=$least '$1 >= least' all >expected
  check "--min-count=$least" --min-count=$least text
  head -n 7 expected >first
  mv first expected
  check "--min-count=$least -n 7" --min-count=$least -n 7 text
done

awk '{ n += $1 } END { printf "%7d total\n", n }' all >total
cat all total >expected
check "--total" --total text
head -n 3 all | cat - total >expected
check "--total -n 3" --total -n 3 text
awk '$1 >= 50' all | cat - total >expected
check "--total --min-count" --total --min-count=50 text
lines '      0 total' >name
cp "$(cat name)" expected
check "--total of nothing" --total /dev/null
: >expected
check "nothing" /dev/null

# Counts of more than seven digits push the word to the right.
yes x | head -n 12345678 >many_x
lines '12345678 x' '12345678 total' >name
cp "$(cat name)" expected
check "eight digits" --total many_x
rm many_x
cat all >expected
check "a number above 64 bits" --top=99999999999999999999999 text

# Abbreviations; -- ends the options; - is a file, not an option.
head -n 5 all >expected
check "--top 5" --top 5 text
check "--min-c=1 --th=2 --bl=1K" --min-c=1 --th=2 --bl=1K -n5 text
cp text -- -n
check "-- -n" -n5 -- -n
rm -- -n
cat all >expected
for policy in none compact scatter core numa 0; do
  check "--bind=$policy" --bind=$policy text
  check "--bind=$policy --threads=5" --bind=$policy --threads=5 text
done
for when in always never auto; do
  "$program" --progress=$when text >stdout.txt 2>/dev/null
  same "--progress=$when" all stdout.txt
done

wrong "invalid number of words: '-1'" --top=-1
wrong "invalid number of words: ''" --top=
wrong "invalid number of words: '1x'" -n 1x
wrong "invalid count: ' 1'" "--min-count= 1"
wrong "invalid number of threads: '0'" --threads=0
wrong "invalid number of threads: '2147483648'" --threads=2147483648
wrong "invalid block size: '0'" --block-size=0
wrong "invalid block size: '1Q'" --block-size=1Q
wrong "invalid block size: 'K'" --block-size=K
wrong "invalid block size: '1KB'" --block-size=1KB
wrong "invalid argument 'lines' for '--words'" --words=lines
wrong "invalid argument 'often' for '--progress'" --progress=often
wrong "invalid argument 'close' for '--bind'" --bind=close
wrong "extra operand 'text': no files may be named with --files0-from" --files0-from=list
wrong "unrecognized option '--nonsense'" --nonsense
wrong "invalid option -- 'q'" -q
wrong "option '--total' doesn't allow an argument" --total=1
expect "an argument that is not there" 2 \
  "$(lines "cupro-count: option '--words' requires an argument" "$try")" /dev/null -- \
  "$program" text --words
expect "an ambiguous abbreviation" 2 "$(lines "cupro-count: option '--to' is ambiguous; \
possibilities: '--top' '--total' '--totals'" "$try")" /dev/null -- "$program" --to text
for cpus in 1000 99999 0-4294967296; do
  expect "--bind=$cpus: processors that are not there" 2 \
    "$(lines "cupro-count: --bind=$cpus: the processors asked for are not this process's to use")" \
    /dev/null -- "$program" --bind=$cpus text
done
expect "--bind with a list that is none" 2 \
  "$(lines "cupro-count: --bind=0-x: invalid argument")" /dev/null -- "$program" --bind=0-x text

# Every option of the table is in the help, and help wins over what follows.
"$program" --help --nonsense >help 2>stderr.txt
equal "--help: exit status" 0 $?
same "--help: stderr" /dev/null stderr.txt
for option in --words=RULE --word-chars=CLASS --lines '--field=K[,K]...' '-t,' '-z,' '-i,' \
  --normalize=FORM --min-length=N --max-length=N --stop-words=FILE --ngrams=N --per-file --df --tf-idf \
  '--approx[=N]' '-n,' --top=N --min-count=N --max-count=N --sort=ORDER --reverse --format=FORMAT \
  --total --totals '-r,' --include=GLOB --exclude=GLOB --exclude-dir=GLOB --files0-from=F --save=FILE \
  --merge=FILE --threads=N --bind=POLICY --block-size=SIZE '--progress[=WHEN]' '-h,' --version; do
  grep -qF -e "$option" help || failed "--help does not say $option"
done
head -n 1 help | grep -q '^Usage: cupro-count ' || failed "--help does not begin with the usage"
awk 'length($0) > 80 { exit 1 }' help || failed "--help has lines of more than 80 columns"
"$program" --version | grep -Eq '^cupro-count \(cupro\) [0-9]+\.[0-9]+\.[0-9]+$' ||
  failed "--version: $("$program" --version)"

finish
