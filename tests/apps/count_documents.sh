#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-count BINARY: --per-file, --df and --tf-idf, against uniq and awk: a file is one document,
# however it is cut, and documents come in the order in which they were named.

# shellcheck disable=SC2317,SC3045 # functions are called by `expect`; every sh has this ulimit
# shellcheck source-path=SCRIPTDIR source=counting.sh
. "$(dirname "$0")/counting.sh"
# shellcheck source=expect.sh
. "$(dirname "$0")/expect.sh"

random_text 41 30000 | tr '\0' 0 >large
random_text 42 300 | tr '\0' 0 >b
: >empty
mkdir -p tree/sub
random_text 43 3000 | tr '\0' 0 >tree/z
random_text 44 5000 | tr '\0' 0 >tree/sub/y
printf 'the the a' >tree/a
for name in large b tree/z tree/sub/y; do echo >>$name; done
# 300 small ones that have many words in common.
mkdir many
awk 'BEGIN { srand(5); for (i = 100; i < 400; i++) {
  file = "many/" i
  for (k = 0; k < 20; k++) printf "w%d ", int(1000 ^ rand()) >file
  close(file)
} }'

set -- large b empty tree/a tree/sub/y tree/z
for name in "$@" many/*; do
  case $name in many/*) out=few ;; *) out=rows ;; esac
  reference space <"$name" | sed "s|^\( *[0-9]*\) |\1 $name	|" >>$out
done

check() {
  what=$1
  shift
  expect "$what" 0 /dev/null expected -- "$program" "$@"
}

# weights N <ROWS: tf-idf of the rows; N documents.
weights() {
  awk -F '\t' -v n="$1" '{
    count = $1; sub(/^ */, "", count); sub(/ .*/, "", count)
    file = $1; sub(/^ *[0-9]* /, "", file)
    rows++; counts[rows] = count; files[rows] = file; words[rows] = $2; df[$2]++
  } END {
    for (i = 1; i <= rows; i++) {
      if (files[i] != files[i - 1]) place++
      printf "%d\t%.6f\t%s\t%7d %.6f %s\t%s\n", place,
        counts[i] * (log((1 + n) / (1 + df[words[i]])) + 1), words[i],
        counts[i], counts[i] * (log((1 + n) / (1 + df[words[i]])) + 1), files[i], words[i]
    }
  }' | sort -s -t '	' -k1,1n -k2,2gr -k3,3 | cut -f 4-
}

weights 6 <rows >weighed
weights 300 <few >few_weighed
cut -f 2 rows | by_count >frequencies
cut -f 2 few | by_count >few_frequencies
# by_count leaves out a first empty line; there is none.
for threads in 1 2 7 64; do
  for block in 2M 4K 100; do
    [ $threads != 64 ] || [ $block = 100 ] || continue
    cp rows expected
    check "--per-file, $threads threads, $block" --per-file --threads=$threads --block-size=$block "$@"
    cp frequencies expected
    check "--df, $threads threads, $block" --df --threads=$threads --block-size=$block "$@"
    cp weighed expected
    check "--tf-idf, $threads threads, $block" --tf-idf --threads=$threads --block-size=$block "$@"
  done
  cp few expected
  check "--per-file of many, $threads threads" -r --per-file --threads=$threads many
  cp few_frequencies expected
  check "--df of many, $threads threads" -r --df --threads=$threads many
  cp few_weighed expected
  check "--tf-idf of many, $threads threads" -r --tf-idf --threads=$threads many
done

# The order of the command line, not of anything else; the same file twice is two documents.
for name in b large b; do grep "^ *[0-9]* $name	" rows; done >expected
check "the order of the names" --per-file b large b
from_pipe() { tail -c +1 large | "$program" --per-file --block-size=1K b - b; }
{
  grep '^ *[0-9]* b	' rows
  grep '^ *[0-9]* large	' rows | sed 's/ large	/ -	/'
  grep '^ *[0-9]* b	' rows
} >expected
expect "a pipe among files" 0 /dev/null expected -- from_pipe
gzip -k large
sed 's/ large	/ large.gz	/' rows | grep ' large.gz' >expected
check "what is compressed" --per-file --block-size=1K large.gz

# Choices are made in each file.
awk '$1 >= 3' rows >expected
check "--per-file --min-count" --per-file --min-count=3 "$@"
awk '{ file = $0; sub(/\t.*/, "", file); sub(/^ *[0-9]* /, "", file) } file != last { n = 0; last = file }
  n++ < 2' rows >expected
check "--per-file -n 2" --per-file -n 2 "$@"
awk '{ file = $0; sub(/\t.*/, "", file); sub(/^ *[0-9]* [0-9.]* /, "", file) } file != last { n = 0; last = file }
  n++ < 2' weighed >expected
check "--tf-idf -n 2" --tf-idf -n 2 "$@"
for kind in --per-file --tf-idf; do
  "$program" $kind "$@" | sort >expected
  for order in word none; do
    "$program" $kind --sort=$order "$@" | sort >got
    same "$kind --sort=$order" expected got
  done
  "$program" $kind --sort=word large | cut -f 2 >got
  sort got >expected
  same "$kind --sort=word: in order" expected got
  "$program" $kind large | tac >expected
  check "$kind --reverse" $kind --reverse large
done
head -n 4 frequencies >expected
check "--df -n 4" --df -n 4 "$@"

# The files together have the words of all.
for name in "$@" many/*; do
  cat "$name"
  echo
done | reference space >all
for kind in --per-file --tf-idf; do
  "$program" $kind "$@" -r many | sed 's/^ *\([0-9]*\).*	/\1	/' | awk -F '\t' '{ n[$2] += $1 }
    END { for (word in n) printf "%7d %s\n", n[word], word }' | sort >got
  sort all >expected
  same "the sums of $kind" expected got
done
words=$(awk '{ n += $1 } END { print n }' all)
types=$(wc -l <all)
once=$(awk '$1 == 1' all | wc -l)
printf '%7d %s\n' 306 files "$words" tokens "$types" types "$once" hapax >expected
for kind in --per-file --tf-idf; do
  check "$kind --totals" $kind --totals --min-count=99999 "$@" -r many
done
printf '%7d %s\n' 306 files "$types" types 306 total >expected
check "--df --totals" --df --totals --total --min-count=99999 "$@" -r many

# -- Files that cannot be read ----------------------------------------------------------------------

lines "cupro-count: nothing: No such file or directory" "cupro-count: tree: Is a directory" >name
for kind in --per-file --df --tf-idf; do
  "$program" $kind "$@" >expected
  expect "$kind without some" 1 "$(cat name)" expected -- "$program" $kind nothing "$@" tree
done
head -c 2000 large.gz >cut.gz
for kind in --per-file --df --tf-idf; do
  "$program" --per-file b large >expected
  [ $kind = --per-file ] || : >expected
  expect "$kind with damaged data" 2 \
    "$(lines "cupro-count: cut.gz: gzip data without its end")" expected -- \
    "$program" $kind b cut.gz large
done
expect "a file whose reads fail" 1 "$(lines "cupro-count: /proc/self/mem: Input/output error")" -- \
  "$program" --per-file /proc/self/mem b

few_descriptors() (
  ulimit -n 24
  "$program" -r --per-file --threads=7 many
)
cp few expected
expect "few descriptors" 0 /dev/null expected -- few_descriptors

# Whatever the limit, the answer is right or there is a message: never a signal, never half of it.
limited() (
  ulimit -v "$1"
  shift
  "$@"
)
if ! sanitized; then
  seq 40000 | sed 's/.*/& &-is-a-long-word-&/' >distinct
  for kind in --per-file --df --tf-idf --approx=100; do
    "$program" $kind distinct b >expected 2>/dev/null
    for limit in 70000 80000 100000; do
      limited $limit "$program" --threads=1 $kind distinct b >got 2>stderr.txt
      status=$?
      if [ $status -eq 0 ]; then
        same "$kind, ulimit -v $limit" expected got
      elif [ $status -ne 127 ]; then
        equal "$kind, ulimit -v $limit: exit status" 2 $status
        grep -q '^cupro-count: ' stderr.txt || failed "$kind, ulimit -v $limit: no message"
      fi
    done
  done
fi

finish
