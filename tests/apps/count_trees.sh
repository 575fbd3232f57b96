#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-count BINARY: -r with --include, --exclude and --exclude-dir reads the files that grep reads.

# shellcheck disable=SC2317,SC3045 # functions are called by `expect`; every sh has this ulimit
# shellcheck source-path=SCRIPTDIR source=expect.sh
. "$(dirname "$0")/expect.sh"

# Every file holds a word of its own, so the words say which files were read.
i=0
for name in a.c a.h b.c ab .hidden.c 'with space.c' '[x].c' sub/a.c sub/b.h sub/sub/a.c sub/sub/c.x \
  sub/.git/a.c build/a.c build/sub/b.c .git/a.h c.c/inside.h c.c/sub.c/x.h 'star*/q.c' deep/er/and/er/z.c; do
  i=$((i + 1))
  mkdir -p "tree/$(dirname "$name")"
  echo "file$i" >"tree/$name"
done
mkdir tree/empty
ln -s tree/a.c link.c
ln -s tree link
ln -s ../a.c tree/sub/link.c

# check ARGUMENTS...: the same files as grep, on one thread, then two, then seven.
threads=1
check() {
  grep -rh file "$@" 2>/dev/null | sort -u >expected
  "$program" -r --threads=$threads "$@" 2>stderr.txt | awk '{ print $2 }' | sort >got
  same "$threads threads: $*" expected got
  same "$threads threads: $*: stderr" /dev/null stderr.txt
  case $threads in 1) threads=2 ;; 2) threads=7 ;; *) threads=1 ;; esac
}

set -f
for where in tree tree/ link ./tree 'tree/sub tree/a.c tree/ab'; do
  for globs in '' --include=*.c --exclude=*.c --exclude=a* '--include=*.c --include=*.h' \
    '--include=*.c --exclude=a*' '--exclude=a* --include=*.c' '--exclude=a* --include=a.c' \
    '--include=*.c --exclude=a* --include=a.c' --exclude-dir=sub --exclude-dir=sub/ \
    --exclude-dir=s* '--exclude-dir=.git --exclude-dir=build' --exclude-dir=c.c --exclude=c.c \
    --include=c.c --exclude=*/a.c --exclude=tree/a.c --exclude=sub/a.c --exclude=./tree --exclude=\\[x].c \
    --exclude=[[]x].c --include=?.c --exclude-dir=tree --exclude-dir=sub/sub --exclude=.* \
    --exclude-dir=.* --include=nothing --exclude=* --exclude-dir=* --exclude-dir=. \
    --exclude-dir=link --include=[a-b].[!c] --exclude-dir=star\\*; do
    # The words are arguments.
    # shellcheck disable=SC2086
    check $globs $where
  done
done
set +f
check --include=*' '* tree
cd tree || exit 1
check .
check --exclude-dir=. .
check --exclude-dir=sub . ./sub
cd ..

# Without -r the globs are for the files that were named.
"$program" --include='*.c' tree/a.c tree/ab >got
printf '%7d %s\n' 1 file1 >expected
same "--include without -r" expected got
printf 'tree/a.c\0tree/ab\0tree/sub\0' >list
"$program" -r --exclude=a* --exclude-dir=sub --files0-from=list >got
same "globs with --files0-from" /dev/null got
"$program" --exclude='*' - <tree/a.c >got
same "standard input has no name" expected got

# The order is that of the names in each directory, as the messages show, and one thread sees what
# many see.
mkdir wide
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
  mkdir -p "wide/d$i/e" "wide/d$i/f"
  echo "w$i" | tee "wide/d$i/e/x" "wide/d$i/f/x" >"wide/d$i/x"
done
if [ "$(id -u)" -ne 0 ]; then
  chmod 0 wide/d*/e/x wide/d*/f
  find wide -name x -path '*/e/*' -o -name f | LC_ALL=C sort |
    sed 's/.*/cupro-count: &: Permission denied/' >messages
  awk 'BEGIN { for (i = 1; i <= 12; i++) printf "%7d w%d\n", 1, i }' | sort >expected
  for threads in 1 2 7; do
    expect "messages in order on $threads threads" 1 messages expected -- \
      "$program" -r --threads=$threads wide
  done
  chmod 755 wide/d*/f
fi

# Deep: the descriptors do not grow with it.
few_descriptors() (
  ulimit -n 16
  "$program" -r --threads=2 far >got
)
path=far
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
  path=$path/$i
done
mkdir -p "$path"
echo deepest >"$path/x"
few_descriptors || failed "a deep tree: exit status $?"
printf '%7d %s\n' 1 deepest >expected
same "a deep tree" expected got

# Fewer descriptors than threads, some of which the caller may hold: who cannot open a file, or a
# directory, waits for another to close. Pipes into which nobody writes yet keep theirs.
mkdir -p crowd/a crowd/b
awk 'BEGIN {
  for (i = 0; i < 400; i++) {
    name = sprintf("crowd/%s/%d", i % 2 ? "a" : "b", i)
    print "one", i >name
    close(name)
  }
}'
yes 'some of a large file' | head -n 20000 >crowd/large
few_descriptors() {
  # shellcheck disable=SC2016 # the other shell's
  expect "few descriptors, $*" 0 /dev/null wanted -- \
    sh -c 'ulimit -n 8 && exec "$@"' sh "$program" --threads=16 --block-size=10K "$@"
}
for kind in --sort=count --df --per-file; do
  "$program" $kind -r crowd >wanted
  few_descriptors $kind -r crowd
done

# One descriptor that is free, for small files and for large ones that the order puts between them.
mkdir one
awk 'BEGIN {
  for (i = 0; i < 100; i++) {
    name = sprintf("one/%02d", i)
    for (k = i % 3 == 2 ? 2500 : 1; k > 0; k--)
      print "some of a file" >name
    close(name)
  }
}'
one_descriptor() (
  exec 3>&- # whoever runs the tests may have that open
  ulimit -n 4
  exec "$program" --block-size=10K "$@"
)
full_disk() { one_descriptor "$@" >/dev/full; }
for kind in --df --per-file; do
  "$program" $kind one/* >wanted
  for threads in 2 3 3 3 7 7 16; do
    expect "one descriptor, $kind, $threads threads" 0 /dev/null wanted -- \
      one_descriptor --threads=$threads $kind one/*
  done
  expect "one descriptor, $kind to a full disk" 2 \
    "$(lines "cupro-count: write error: No space left on device")" -- \
    full_disk --threads=7 $kind one/* one/* one/* one/*
done

writers=
for i in 1 2 3 4 5; do
  mkfifo "pipe$i"
  (sleep 0.5 && echo two) >"pipe$i" &
  writers="$writers $!"
done
printf '%7d %s\n' 5 two 4 one 1 1 1 2 1 3 1 4 >wanted
few_descriptors pipe? crowd/a/1 crowd/a/3 crowd/b/2 crowd/b/4
# shellcheck disable=SC2086 # they are several, and there only if it went wrong
kill $writers 2>/dev/null

# Deeper than PATH_MAX; the shell makes it in two halves.
half=$(awk 'BEGIN { for (i = 0; i < 70; i++) printf "ddddddddddddddddddddddddddddddddd/" }')
mkdir -p "deepest/$half" "lower/$half"
echo deepest >"lower/${half}x"
(cd "deepest/$half" && mv "$work/lower" .)
expect "a tree deeper than a path can be long" 0 /dev/null expected -- "$program" -r deepest

finish
