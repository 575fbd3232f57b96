#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-search BINARY: --json and --stats: what ripgrep prints, but for the times.

# shellcheck source-path=SCRIPTDIR source=expect.sh
. "$(dirname "$0")/expect.sh"

printf 'a1\nb\nc\n"a2\\\t"\nd\n' >c
printf 'xa\377a\n' >raw
printf 'a\nb\n\0a\n' >bin

# shellcheck disable=SC2154 # expect.sh sets it
without_summary() {
  "$program" --json "$@" | sed '$d'
}

# ended FILE BINARY_OFFSET SEARCHED PRINTED LINES MATCHES
ended() {
  printf '%s%s\n' \
    "{\"type\":\"end\",\"data\":{\"path\":{\"text\":\"$1\"},\"binary_offset\":$2,\"stats\":{\"elapsed\":{\"secs\":0,\"nanos\":0,\"human\":\"0.000000s\"},\"searches\":1,\"searches_with_match\":1," \
    "\"bytes_searched\":$3,\"bytes_printed\":$4,\"matched_lines\":$5,\"matches\":$6}}}"
}

{
  cat <<'END'
{"type":"begin","data":{"path":{"text":"c"}}}
{"type":"match","data":{"path":{"text":"c"},"lines":{"text":"a1\n"},"line_number":1,"absolute_offset":0,"submatches":[{"match":{"text":"a"},"start":0,"end":1}]}}
{"type":"context","data":{"path":{"text":"c"},"lines":{"text":"b\n"},"line_number":2,"absolute_offset":3,"submatches":[]}}
{"type":"match","data":{"path":{"text":"c"},"lines":{"text":"\"a2\\\t\"\n"},"line_number":4,"absolute_offset":7,"submatches":[{"match":{"text":"a"},"start":1,"end":2}]}}
{"type":"context","data":{"path":{"text":"c"},"lines":{"text":"d\n"},"line_number":5,"absolute_offset":14,"submatches":[]}}
END
} >body
{
  cat body
  ended c null 16 $(($(wc -c <body))) 2 2
} >expected
without_summary -A1 a c >got
same "lines and context" expected got
for piece in 1 3 7; do
  without_summary -A1 --piece-size=$piece --threads=3 a c c >got
  cat expected expected >twice
  same "in pieces of $piece" twice got
done
without_summary a raw | sed -n 2p >got
printf '%s\n' '{"type":"match","data":{"path":{"text":"raw"},"lines":{"bytes":"eGH/YQo="},"line_number":1,"absolute_offset":0,"submatches":[{"match":{"text":"a"},"start":1,"end":2},{"match":{"text":"a"},"start":3,"end":4}]}}' >expected
same "bytes that are not UTF-8" expected got
equal "nothing found" "" "$(without_summary zz c)"
equal "the summary" 1 "$("$program" --json a c | sed -n '$p' | grep -c '^{"type":"summary","data":{"elapsed_total":{"secs":0,"nanos":[0-9]*,"human":"[0-9.]*s"},"stats":.*"searches":1,"searches_with_match":1,"bytes_searched":16,"bytes_printed":[0-9]*,"matched_lines":2,"matches":2}}}$')"
"$program" --json a bin 2>/dev/null | grep -q '"binary_offset":4' || failed "no offset of a zero byte"
"$program" --json -c a c 2>/dev/null && failed "--json -c is allowed"

"$program" --stats -v b c c >stdout.txt 2>stderr.txt
sed -n '1,2p' stderr.txt >got
same "--stats" "$(lines "cupro-search: 8 lines selected, in 2 of 2 files" \
  "cupro-search: 32 bytes searched, 44 bytes printed")" got
finish
