#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-topo BINARY: text, JSON and SVG of machines that are made up, captured, or this one.

small=$(cd "$(dirname "$0")" && pwd)/topo/small.xml
# shellcheck source-path=SCRIPTDIR source=expect.sh
. "$(dirname "$0")/expect.sh"

# The tree, without what stands above and below it.
tree() {
  "$program" "$@" | awk '/^ *PUs/ { on = 1 } /^$/ && on { exit } on'
}

cat >expected <<'END'
                                         PUs    threads
machine
|- package 0
|  |- group 0, node 0 (1 GB)
|  |  |- L3 0 (16 MB), 4 cores of 2 PUs  0-7    0-8
|  |  `- L3 1 (16 MB), 4 cores of 2 PUs  8-15   9-17
|  `- group 1, node 1 (1 GB)
|     |- L3 2 (16 MB), 4 cores of 2 PUs  16-23  18-26
|     `- L3 3 (16 MB), 4 cores of 2 PUs  24-31  27-34
`- package 1
   |- group 2, node 2 (1 GB)
   |  |- L3 4 (16 MB), 4 cores of 2 PUs  32-39  35-43
   |  `- L3 5 (16 MB), 4 cores of 2 PUs  40-47  44-52
   `- group 3, node 3 (1 GB)
      |- L3 6 (16 MB), 4 cores of 2 PUs  48-55  53-61
      `- L3 7 (16 MB), 4 cores of 2 PUs  56-63  62-69
END
tree --input synthetic:"pack:2 numa:2 l3:2 core:4 pu:2" --bind scatter --threads 70 >got
same "a tree of runs" expected got

cat >expected <<'END'
                        PUs  threads
machine, node 0 (1 GB)
|- package 0
|  |- core 0            0-1  0 on PU 0
|  `- core 1            2-3  1 on PU 2
`- package 1
   |- core 2            4-5
   `- core 3            6-7
END
tree --input synthetic:"pack:2 core:2 pu:2" --bind core --threads 2 >got
same "a tree of cores" expected got

tree --full --input synthetic:"core:2 pu:2" --bind numa --threads 3 | sed 's/  */ /g' >got
cat >expected <<'END'
 PUs threads
machine, node 0 (1 GB) 0-2
|- core 0
| |- PU 0 0
| `- PU 1 1
`- core 1
 |- PU 2 2
 `- PU 3 3
END
same "--full" expected got

tree --input synthetic:"numa:64 core:16 pu:2" --bind scatter --threads 128 | sed 's/  */ /g' >got
cat >expected <<'END'
 PUs threads
machine
`- 64 x group 0-63, node 0-63 (1 GB), each 16 cores of 2 PUs
 0-2047 0-127 on PUs 0,2,32,34,64,66...
END
same "a tree of many nodes" expected got

LC_ALL=C.UTF-8 "$program" --input synthetic:"core:2 pu:1" | grep -q '^├─ core 0' || failed "no lines in UTF-8"

# What is known of a machine that a cpuset restricts.
"$program" --input "$small" --bind core >text
grep -q '^usable  *3 of 6 PUs; 1 forbidden by a cpuset; 2 offline or out of sight$' text ||
  failed "restricted: $(grep ^usable text)"
grep -q '`- package 1, node #2 (2 GB, barred by a cpuset), core 1  *2 (3)  *0$' text ||
  failed "restricted: $(cat text)"

# Everything, of every machine there is, in every form.
set -- '' "--input $small"
for file in "$CUPRO_TOPOLOGIES"/*.xml; do
  [ ! -f "$file" ] || set -- "$@" "--input $file"
done
cat >check.py <<'END'
import json, sys, xml.dom.minidom

def check(report):
    objects = report['machine']['objects']
    for i, o in enumerate(objects):
        assert o['id'] == i and (o['parent'] is None) == (i == 0) and (i == 0 or o['parent'] < i), o
    usable = [o['number'] for o in objects if o['type'] == 'pu' and o['pus']]
    assert len(usable) == report['machine']['usable']['pus'] == objects[0]['pus']
    places = report['plan']['places']
    assert len(places) == report['plan']['threads'] == 3
    for place in places:
        assert len(place['cpus']) == 1 and place['cpus'][0] in usable, place
    assert len(usable) < 3 or len({place['cpus'][0] for place in places}) == 3

for name in sys.argv[1:]:
    print(name)
    check(json.load(open(name + '.json')))
    xml.dom.minidom.parse(name + '.svg')
END
count=0
for input; do
  count=$((count + 1))
  # shellcheck disable=SC2086
  {
    "$program" $input --bind=scatter --threads=3 >text || failed "text of $input"
    "$program" $input --bind=scatter --threads=3 --json >$count.json || failed "JSON of $input"
    "$program" $input --bind=scatter --threads=3 --svg >$count.svg || failed "SVG of $input"
  }
  awk 'length($0) > 100 && !/^read from/ { exit 1 }' text || failed "more than 100 columns: $input"
  equal "SVG of $input: texts" "$(grep -c '<text' $count.svg)" "$(grep -c '</text>$' $count.svg)"
  equal "SVG of $input: ends" '</svg>' "$(tail -n 1 $count.svg)"
  equal "SVG of $input: PUs with threads" "$(grep -c '>t[0-9][-,0-9]*</text>' $count.svg)" \
    "$(grep -o '"cpus": \[[0-9]*\]' $count.json | sort -u | wc -l)"
done
if command -v python3 >/dev/null; then
  # shellcheck disable=SC2046
  python3 check.py $(seq $count) >report 2>&1 || failed "JSON or SVG: $(tail -n 4 report)"
fi

finish
