#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-count BINARY: --format, --sort, --reverse, --min-count, --max-count and --totals, against sort,
# awk, and what other programs read as CSV and JSON.

# shellcheck disable=SC2317 # functions are called by `expect`
# shellcheck source-path=SCRIPTDIR source=counting.sh
. "$(dirname "$0")/counting.sh"
# shellcheck source=expect.sh
. "$(dirname "$0")/expect.sh"

check() {
  what=$1
  shift
  expect "$what" 0 /dev/null expected -- "$program" "$@"
}

random_text 31 60000 >text
seq 9000 | sed 's/.*/& & &/; s/^\(.*7\) .* /\1 /' >>text # more lines than are printed at once
reference space <text >all

# -- Orders and choices -----------------------------------------------------------------------------

tac all >expected
check "--reverse" --reverse text
"$program" --sort=word text >got
sort all >one
sort got >two
same "--sort=word: all words" one two
sed 's/^ *[0-9]* //' got >one
sort one >two
same "--sort=word: in the order of bytes" two one
cp got expected
for threads in 1 2 7; do
  check "--sort=word on $threads threads" --sort=word --threads=$threads --block-size=1K text
done
tac expected >words
mv words expected
check "--sort=word --reverse" --sort=word --reverse text
sort all >expected
"$program" --sort=none text | sort >got
same "--sort=none" expected got
for order in word none; do
  for choice in '-n 100' '-n 3 --min-count=2' '--min-count=3' '--max-count=2' '--max-count=2 -n 50' \
    '--min-count=2 --max-count=3' '--min-count=5 --max-count=4' '-n 0' '-n 1' --min-count=99999; do
    # The words are arguments.
    # shellcheck disable=SC2086
    "$program" $choice text | sort >expected
    # shellcheck disable=SC2086
    "$program" $choice --sort=$order text >got
    sort got >sorted
    same "--sort=$order $choice" expected sorted
    sed 's/^ *[0-9]* //' got >one
    sort one >two
    [ $order = none ] || same "--sort=word $choice: in order" two one
  done
done
for most in 0 1 2 3 50 999999 99999999999999999999; do
  awk -v most=$most '$1 <= most' all >expected
  check "--max-count=$most" --max-count=$most text
  awk '$1 >= 2' expected | head -n 9 | tac >first
  mv first expected
  check "--max-count=$most --min-count=2 -n 9 --reverse" --max-count=$most --min-count=2 -n 9 \
    --reverse text
done

# -- Totals -------------------------------------------------------------------------------------------

awk '{ n += $1; once += $1 == 1 } END { printf "%7d tokens\n%7d types\n%7d hapax\n", n, NR, once }' \
  all >totals
cat all totals >expected
check "--totals" --totals text
head -n 2 all | cat - totals >expected
check "--totals -n 2" --totals -n 2 text
cat totals >expected
awk '{ n += $1 } END { printf "%7d total\n", n }' all >>expected
check "--totals --total, no words" --totals --total --min-count=999999 text
printf '%7d %s\n' 0 tokens 0 types 0 hapax >expected
check "--totals of nothing" --totals /dev/null

# -- Formats ------------------------------------------------------------------------------------------

sed 's/^ *//; s/ /\t/; s/\\/\\\\/g' all >expected
for threads in 1 2 7; do
  check "tsv on $threads threads" --format=tsv --threads=$threads --block-size=2K text
done
sed 's/^ *//; s/\t/ /; s/"/""/g; s/^\([0-9]*\) \(.*[,"].*\)$/\1,"\2"/; s/^\([0-9]*\) /\1,/' \
  all >expected
check "csv" --format=csv text
awk '{ n += $1 } END { print n ",total" }' all >>expected
check "csv --total" --format=csv --total text

printf 'a,b "q" x\\y plain , " "" \001\b\f\177 \303\251 \377 \342\202 \342\202\254 \355\240\200 \360\237\230\200 \364\220\200\200 \300\200 e\000f\n' >odd
cat odd >odd.txt
for threads in 1 3; do
  "$program" --format=json --threads=$threads odd >odd.$threads
  "$program" --format=json --threads=$threads text >text.$threads
done
same "json on several threads" text.1 text.3
if command -v python3 >/dev/null; then
  for text in odd text; do
    "$program" --format=csv $text >csv
    "$program" --format=tsv $text >tsv
    python3 - $text.1 csv tsv $text <<'EOF' || failed "$text: what other programs read"
import csv, json, re, sys
from collections import Counter
json_name, csv_name, tsv_name, text_name = sys.argv[1:]
text = open(text_name, 'rb').read()
counts = Counter(re.split(rb'[ \t\n\v\f\r]+', text))
counts.pop(b'', None)
order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
with open(json_name, encoding='utf-8') as file:
    result = json.load(file)
assert [(w['word'], w['count']) for w in result['words']] == \
    [(word.decode('utf-8', 'replace'), count) for word, count in order], 'json'
assert result['tokens'] == sum(counts.values()), 'tokens'
assert result['types'] == len(counts), 'types'
assert result['hapax'] == sum(count == 1 for count in counts.values()), 'hapax'
if b'\0' not in text:  # Python's csv takes none
    with open(csv_name, newline='', encoding='latin-1') as file:
        assert [(int(n), w.encode('latin-1')) for n, w in csv.reader(file)] == \
            [(count, word) for word, count in order], 'csv'
unescape = {b'\\\\': b'\\', b'\\t': b'\t', b'\\n': b'\n', b'\\r': b'\r'}
with open(tsv_name, 'rb') as file:
    rows = [line.rstrip(b'\n').split(b'\t') for line in file]
assert [(int(n), re.sub(rb'\\.', lambda m: unescape[m[0]], w)) for n, w in rows] == \
    [(count, word) for word, count in order], 'tsv'
EOF
  done
fi
if command -v jq >/dev/null; then
  jq -r '.words[] | "\(.count)\t\(.word)"' odd.1 | wc -l >lines
  equal "what jq reads" "$("$program" odd | wc -l)" "$(cat lines)"
fi
printf '{"words": [\n],\n"tokens": 0, "types": 0, "hapax": 0}\n' >expected
check "json of nothing" --format=json /dev/null
printf '{"words": [\n{"word": "b", "count": 2},\n{"word": "a", "count": 1}\n],\n%s}\n' \
  '"tokens": 3, "types": 2, "hapax": 1' >expected
echo b a b >some
check "json" --format=json some
check "json --totals --total" --format=json --totals --total some

# What stands in lines, or fields, may be anything.
printf 'a\tb\r\n"x", y\n\n' >lines
printf '1\t\n1\t"x", y\n1\ta\\tb\\r\n' >expected
check "lines in tsv" --lines --format=tsv lines
printf '1,\n1,"""x"", y"\n1,"a\tb\r"\n' >expected
check "lines in csv" --lines --format=csv lines
printf '      1 a\nb\0      1 c\0' >expected
printf 'a\nb\0c\0' >lines
check "lines that end with a zero byte" --lines -z lines
printf '1,"a\nb"\n1,c\n' >expected
check "the same in csv" --lines -z --format=csv lines

# -- Wrong, and nowhere to write to -------------------------------------------------------------------

try="Try 'cupro-count --help' for more information."
wrong() {
  message=$(lines "cupro-count: $1" "$try")
  shift
  expect "wrong use: $*" 2 "$message" /dev/null -- "$program" "$@" text
}
wrong "invalid argument 'xml' for '--format'" --format=xml
wrong "invalid argument 'size' for '--sort'" --sort=size
wrong "invalid count: '-1'" --max-count=-1
wrong "--per-file and --df do not go together" --per-file --df
wrong "--approx and --tf-idf do not go together" --tf-idf --approx
wrong "--approx and --save do not go together" --save=x --approx
wrong "--top and --save, which prints nothing, do not go together" --save=x -n 5
wrong "--format and --save, which prints nothing, do not go together" --format=csv --save=x
wrong "--per-file and --merge do not go together" --merge=x --per-file
wrong "invalid number of words: '0'" --approx=0

full_disk() { "$program" "$@" text >/dev/full; }
for format in text tsv csv json; do
  for kind in --sort=word --per-file --df --tf-idf; do
    expect "$format $kind to a full disk" 2 \
      "$(lines "cupro-count: write error: No space left on device")" -- \
      full_disk --format=$format $kind
    { "$program" --format=$format $kind text 2>stderr.txt; echo $? >status; } | head -n 1 >first
    equal "$format $kind to a closed pipe" 141 "$(cat status)"
    same "$format $kind to a closed pipe: stderr" /dev/null stderr.txt
  done
done

finish
