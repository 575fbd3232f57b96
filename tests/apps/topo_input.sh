#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-topo BINARY: machines that are not here, and descriptions that are none. $PRELOADS: where
# libraries are that pretend.

small=$(cd "$(dirname "$0")" && pwd)/topo/small.xml
# shellcheck source-path=SCRIPTDIR source=expect.sh
. "$(dirname "$0")/expect.sh"

# refused INPUT WHY: exit status 2, one line, no output.
refused() {
  expect "refused: $1" 2 "$(lines "cupro-topo: $1: $2")" /dev/null -- "$program" --input "$1"
}

: >empty
refused empty 'empty'
refused nowhere 'No such file or directory'
refused . 'Is a directory'
refused /dev/null 'empty'
refused /dev/zero 'larger than 64 MB'
refused '' 'No such file or directory'
not_xml="not XML as hwloc's lstopo writes it"
echo 'processor : 0' >text
refused text "$not_xml"
printf '<topology version="2.0">\0</topology>' >zeros
refused zeros "$not_xml"
head -c 300 "$small" | tr -d '>' >cut.xml
refused cut.xml "$not_xml"
head -c 2000 "$small" >cut.xml
refused cut.xml 'damaged: hwloc cannot make a machine of it'
sed 's/version="2.0"/version="3.0"/' "$small" >newer.xml
"$program" --input newer.xml >stdout.txt 2>stderr.txt
equal "version 3: exit status" 2 $?
equal "version 3: lines" 1 "$(wc -l <stderr.txt)"
grep -q "^cupro-topo: newer.xml: hwloc's XML of version 3.0, which hwloc 2\.[0-9]* does not read" stderr.txt ||
  failed "version 3: $(cat stderr.txt)"
# A PU without a set, and a set without a PU.
sed '/type="PU" os_index="3"/d' "$small" >missing.xml
refused missing.xml 'damaged: hwloc cannot make a machine of it'
sed 's/type="PU" os_index="3"/type="PU" os_index="4000000000"/' "$small" >far.xml
refused far.xml "a PU's or a node's number above 65535"
if [ "$(id -u)" != 0 ]; then
  cp "$small" shut.xml
  chmod 0 shut.xml
  refused shut.xml 'Permission denied'
fi

# Files that end hwloc itself: a set of PUs is none, so that it reads where nothing is.
sed 's/ cpuset="0x0000000c" complete_cpuset="0x0000002c"//' "$small" >crash.xml
if ! sanitized; then
  "$program" --input crash.xml >stdout.txt 2>stderr.txt
  equal "hwloc crashes: exit status" 2 $?
  equal "hwloc crashes: one line" 1 "$(wc -l <stderr.txt)"
  grep -q '^cupro-topo: crash.xml: damaged: hwloc ' stderr.txt || failed "hwloc crashes: $(cat stderr.txt)"
fi

# Random damage: an answer of one kind or the other, and nothing else on stderr.
for seed in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
  awk -v seed="$seed" 'BEGIN { srand(seed) }
    rand() < 0.05 { next }
    rand() < 0.05 { gsub(/0x[0-9a-f]+/, "0x" int(rand() * 99999)) }
    rand() < 0.05 { gsub(/PU|Core|Package|NUMANode/, rand() < 0.5 ? "PU" : "NUMANode") }
    { print }' "$small" >damaged.xml
  sanitized && continue
  "$program" --input damaged.xml --bind scatter >stdout.txt 2>stderr.txt
  status=$?
  [ "$status" = 0 ] && [ ! -s stderr.txt ] && continue
  [ "$status" = 2 ] && [ "$(wc -l <stderr.txt)" = 1 ] && continue
  failed "damage, seed $seed: status $status, $(cat stderr.txt)"
done

# Made up.
nonsense='hwloc does not understand it'
for text in '' x pu:0 'core:4(' 'pu:2 numa:2' '[numa' 'core:2 pu:2 pu:2' 'numa:2' ':::' '((((' 'pu:2(memory=' \
  'pu:two' "$(head -c 5000 /dev/zero | tr '\0' 'a')"; do
  refused "synthetic:$text" "$nonsense"
done
many='more than 8192 PUs, or than 512 children of one object'
for text in pu:8193 'core:100000000 pu:2' 'core:-5 pu:3' 'core: 99999999999 pu:2' pu:0xfffffff core:+999999 \
  18446744073709551617 'pack:500 core:500 pu:500' 'numa:500 [numa] core:500 pu:2'; do
  refused "synthetic:$text" "$many"
done
refused 'synthetic:pu:2(indexes=4294967294,7)' 'an index above 65535'

# Pipes.
mkfifo pipe
cat "$small" >pipe &
"$program" --input pipe >from_pipe
wait
"$program" --input - <"$small" >from_stdin
"$program" --input "$small" >from_file
for file in from_pipe from_stdin from_file; do
  sed -i '/^read from/d' "$file"
done
same "a pipe" from_file from_pipe
same "standard input" from_file from_stdin

# Who ignores that children end has us inherit that.
(
  trap '' CHLD
  exec "$program" --input "$small"
) 2>&1 | sed '/^read from/d' >from_unheeded
same "SIGCHLD ignored" from_file from_unheeded

# What the environment says about machines is for this one only.
HWLOC_SYNTHETIC=pu:3 "$program" --input "$small" | sed '/^read from/d' >with_environment
same "HWLOC_SYNTHETIC and --input" from_file with_environment

HWLOC_SYNTHETIC=pu:3 "$program" >described
grep -q '^machine  *as the environment describes it to hwloc$' described ||
  failed "HWLOC_SYNTHETIC alone: $(head -n 1 described)"

# An hwloc that is too old is named, whichever machine is asked for.
old=$PRELOADS/libold_hwloc.so
if [ -f "$old" ] && ! sanitized; then
  expect "old hwloc" 2 "$(lines "cupro-topo: hwloc 2.0 is too old: 2.5 is needed")" /dev/null -- \
    env LD_PRELOAD="$old" "$program"
fi

finish
