#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-bench BINARY: its options, and that the reports are of one mind. No figure is looked at.

# shellcheck source-path=SCRIPTDIR source=expect.sh
. "$(dirname "$0")/expect.sh"

for number in 0 -1 x '' 102 99999999999999999999999; do
  wrong "invalid argument '$number' for '--runs': not a number from 1 to 101" "--runs=$number"
done
wrong "invalid argument '1001' for '--threads': not a number from 1 to 1000" --threads=1001
wrong "invalid argument '999999' for '--elements': not a number from 1000000 to 100000000" \
  --elements=999999
wrong "invalid argument 'nonsense' for '--only': no row has that in its name; --list names them" \
  --only=nonsense
wrong "--plot: no row with 'join' in its name can be drawn" --only=join --plot=plots
wrong "unrecognized option '--nonsense'" --nonsense
wrong "option '--quick' doesn't allow an argument" --quick=1
wrong "option '--json' requires an argument" --json
wrong "extra operand 'map'" map
broken "--text=nowhere: No such file or directory" --text=nowhere
broken "--corpora=nowhere: No such file or directory" --corpora=nowhere
broken "--json=nowhere/figures: No such file or directory" --json=nowhere/figures
broken "--plot=nowhere/plots: No such file or directory" --plot=nowhere/plots
[ ! -e plots ] || failed "--plot made a folder for nothing"

"$program" --list >list
equal "--list: rows that have no name of their own" '' "$(awk '{ print $1 }' list | sort | uniq -d)"
for row in join sum-1000 find find-first scan filter-new any all sum-f64 sizes-sum sizes-map count-by-100 \
  group-by histogram words-slices lines files; do
  grep -q "^$row " list || failed "--list has no $row"
done

# All rows, and all sides agree on each. Of more elements a peer's nth-few takes half a minute.
"$program" --elements=1000000 --quick --runs=1 --threads=2 --json=figures >table 2>stderr.txt
equal "the table: exit status" 0 $?
same "the table: stderr" /dev/null stderr.txt
grep -q '^2 threads, arrays of 1e6 elements' table || failed "--elements: the table says $(head -1 table)"
! grep -q DIFFERENT table || failed "results differ: $(grep DIFFERENT table)"
rust='words-slices|words-strings|source-slices|source-strings' # not where there is no cargo
! grep 'not to be had' table | grep -vE "^($rust) " || failed "rows are not to be had"
awk '{ print $1 }' list | while read -r row; do
  grep -q "^$row  *[^ ]" table || echo "$row is not in the table"
  grep -q "\"name\": \"$row\"" figures || echo "$row is not in the JSON"
done >missing
same "rows of the list that are not there" /dev/null missing
equal "the table and the JSON: ratios" "$(grep -c ', peer ' table)" \
  "$(grep '"peer_seconds"' figures | grep -vc '"name": "sizes-')"

"$program" --quick --runs=1 --threads=2 --only=fill --markdown >markdown
equal "--markdown: exit status" 0 $?
equal "--markdown: columns" 1 "$(grep '^|' markdown | awk -F '|' '{ print NF }' | sort -u | wc -l)"
# shellcheck disable=SC2016
grep -q '^| 1e7 | `fill`: ' markdown || failed "--markdown has no row for fill"

"$program" --quick --runs=1 --threads=2 --only=count-by-100 --markdown >markdown
! grep -q 'std::execution' markdown || failed "--markdown: a column for a peer without such a work"

# Killed, it leaves nothing.
mkdir kept
TMPDIR=$PWD/kept "$program" --quick --runs=9 --threads=2 --only=file-lines >/dev/null &
for _ in $(seq 300); do
  [ -z "$(ls kept)" ] || break
  sleep 0.1
done
[ -n "$(ls kept)" ] || failed "no file while it runs"
kill -9 $!
wait $! 2>/dev/null
for _ in $(seq 300); do
  [ -n "$(ls kept)" ] || break
  sleep 0.1
done
equal "files after it was killed" '' "$(ls kept)"

# Drawn or not, the data is there: a line for each number of threads, and all of it in the JSON.
"$program" --quick --runs=1 --threads=2 --only=fill --plot=plots --json=figures >table 2>stderr.txt
equal "--plot: exit status" 0 $?
equal "--plot: numbers of threads" '1 2' \
  "$(tail -n +2 plots/threads-fill.dat | awk '{ printf "%s%s", sep, $1; sep = " " }')"
equal "--plot: sizes" '100 300 1000 10000000' \
  "$(awk 'NR > 1 && NR < 5 { printf "%s ", $1 } END { print $1 }' plots/size-fill.dat)"
for point in '[1, ' '[2, ' '[100, ' '[10000000, '; do
  grep '"axis": ' figures | grep -qF "$point" || failed "--plot: the JSON has no point $point"
done
if command -v gnuplot >/dev/null; then
  for plot in size-fill threads-fill; do
    [ -s plots/$plot.png ] || failed "--plot: no $plot.png"
    [ -s plots/$plot.svg ] || failed "--plot: no $plot.svg"
  done
else
  grep -q gnuplot-nox stderr.txt || failed "--plot: not drawn, and no word about it"
fi
if command -v python3 >/dev/null; then
  python3 -m json.tool figures >/dev/null || failed "--json: what it writes is no JSON"
fi

finish
