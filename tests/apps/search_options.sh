#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-search BINARY: options, names, colours, contexts, binary files: what grep does with them.

# shellcheck disable=SC2016 # dollars are the program's
# shellcheck source-path=SCRIPTDIR source=like_grep.sh
. "$(dirname "$0")/like_grep.sh"
# shellcheck source=expect.sh
. "$(dirname "$0")/expect.sh"

printf 'a1\nb\nc\na2\nd\ne\nf\ng\na3\na4\n' >c
printf 'a\nab\nb\nfoo bar\nA\n' >f
printf 'x\na\0b\na\n' >bin
printf 'a\377\nab\n' >enc
printf 'a\0b\377\na\0' >zeros
printf 'no end' >open
: >empty
printf 'xax\r\ny\r\n' >crlf
printf 'a1\nd\n' >list
printf 'x\n\n#y\n z\n' >globs
mkdir -p d/e
echo a >d/x
echo a >d/e/y
ln -s x d/link
ln -s nowhere broken
cp c input

# One command a line; words are separated by blanks.
while IFS= read -r arguments; do
  # shellcheck disable=SC2086
  like_grep $arguments
done <<'END'

-e
-y A f
-u a f
-E -P a f
-E a -G b f
-X foo a f
-X egrep a f
-X perl -P a2 c
-P -e a -e a c
-P -e a -e a -e b c
-G -e \1 -e a -e \1 c
-E -e a( -e b -e a( c
-c -e a -e 2 -e a c
-A x a f
-A -1 a f
-A1k a f
-A +1 a c
-A 99999999999999999999999 a f
--context=x a f
-m x a f
-m -1 a f
-m 0 a f
-L -m 0 a f
-m 0 a missing
-m 1k a f
-m 99999999999999999999 -c a c
-D foo a f
-d foo a f
-dr a d
--binary-files=x a f
--binary-files=text a bin
--binary-files=binary a bin
--binary-files=without-match a bin
--foo a f
--inc=x a d/x
--include
-f missing f
-f list c
-f - c
-f empty c
-vf empty c
-cf empty c
-Lf empty c
-f empty missing
--exclude-from=missing a f
--exclude-from=globs a d/x d/e/y
a missing f
-s a missing f
-q a missing f
-q a f missing
-sq a missing
a .
-c a . f
-L a . f
-d skip a . f
-d read a d
-d recurse a d/e
a bin
-c a bin
-vc a bin
-a a bin
-I a bin
-LI a bin
-l a bin
-o a bin
-s a bin
a bin bin
-A1 a bin c
-c a enc
-L a f
-L zz f
-Lc zz f
-lc a f
-Tn a f
-THnb a f
-Tnb a -
-Tc a f
-Tl a f
-THZ a f
-nT ^ empty open
-m1 -A3 a f
-m1 -A5 a c
-m1 -A5 -o a c
-nA1 -m2 -v a c
-cvm2 a c
-l -m1 a c
-o -C1 a c
-ov a c
-ov -C1 a c
-oc a c
-bo a c
-nbo a c
-A0 a c
-C0 --no-group-separator a c
--group-separator=XX -A0 a c
--group-separator -A0 a c
--group-separator= -A0 a c
-nbHA1 a3 c
-1 a2 c
-12 a3 c
-1 -2 a2 c
-5A a c
-1A0 a2 c
-A1 -B2 -C3 -5 a c -c
-A1 a c c
-hA1 a1 c d/x c
-A1 zz c
--color=always -nbH -A1 a2 c
--color=always -C1 -v a c
--color=always -o a c
--color=always -c a c f
--color=always -l a c f
--color=always -Z a c f
--color=always -A0 a c
--color=always -H -T -n a c
--color=force a2 c
--colour=always a2 c
--color=no a2 c
--color=if-tty a2 c
--color a2 c
a -
-H a -
-H --label=foo a -
-c a - -
-r a -
-r a d/e
-rh a d/e
-r a d/x
-rH a d/x
-r a d/e d/x
-r a d/e/
-r a ./d/e
-r --exclude-dir=e a d
-r --exclude-dir=e/ a d
-r --exclude-dir=d a d
-r --exclude-dir=d a ./d
-r --exclude-dir=d/e a d/e
-r --exclude=x a d
-r --exclude=d/* a d/e
-r --exclude=*y a d
-r --include=*y a d
-r --include=y --exclude=y a d
-r --exclude=y --include=y a d/e
-r --exclude=z --include=y a d/e
-r --exclude-dir=e a d/e/
-r --include=e a d
--exclude=x a d/x ./d/x
--exclude=d* a d/x ./d/x
--include=y a d/x d/e/y
a d/link broken
-r a d/link broken
-R a d/e broken
-s a broken
a f/
-ZH a c
-Zc a c f
-Zl a c f
-z a c
-zl a c
-z -c a zeros
-az a zeros
a empty
-c a empty
-L a empty
end open
-b end open
-v a open
-n a crlf
--color=always a crlf
-w -x a2 c
-io A c
-i --no-ignore-case A c
a c -n
-e a1 -e b -- c
-e a -- -n
-U a f
--line-buffered a f c
--null a c f
--files-with-matches a c f
--max-count=1 a c f
-nH --null a c
END
like_grep -e 'a1
b' c
like_grep -F 'a1
b' c
like_grep '' c
like_grep -v '' c
like_grep -vx '' missing
like_grep -v '' missing
like_grep -L '' c
like_grep a ''
like_grep --color=always '' c

# -- The environment -------------------------------------------------------------------------------

for colors in 'sl=1:cx=2:rv:mt=3' 'sl=1:cx=2:mt=3' 'sl=1:cx=2:mt=3:ne' 'sl=1:ne:foo:mc=7' 'sl=x' \
  'xx=1:ms=4' 'mt=4' 'fn=1:ln=2:bn=3:se=4' 'fn=' ':fn=2' 'fn' 'ne=1:fn=3' 'fn=3;1a' 'fn=3:x' \
  'rv:mt=1:rv=2:ms=0' '=1:fn=2' 'fn=1=2'; do
  export GREP_COLORS="$colors"
  like_grep --color=always -C1 -v a c
  like_grep --color=always -nbH -C1 a2 c
done
export GREP_COLOR=7
like_grep --color=always a2 c
unset GREP_COLORS
like_grep --color=always a2 c
unset GREP_COLOR
export POSIXLY_CORRECT=1
like_grep a c -n
like_grep -n a c
unset POSIXLY_CORRECT
export LC_ALL=C.UTF-8
for options in "a" "-c a" "-o a" "-I a" "-l a" "-a a" "-v b" "-cv a" "-vn zz" "-z a" "-on a.*" \
  "--color=always ." "-d foo a"; do
  # shellcheck disable=SC2086
  like_grep $options enc
done
# With -P no line begins behind bytes that are not UTF-8.
printf 'a\377b\n\377a\n\377\naa\n\n\303\nb\303\251\n' >strays
for pattern in '^a*' '^' '$' 'x*' '[^a]*' '(^|a)' '\b'; do
  for options in -an -ano -anv -anx -anw; do
    like_grep "$options" -P "$pattern" strays
  done
done
export LC_ALL=C

# -- Where standard input is left ------------------------------------------------------------------

for options in "-m1" "-m2" "-q" "-c -m1" "-l" "-m1 -A1" "-v -m3" "-c" "-m3 -n"; do
  # shellcheck disable=SC2086
  (grep $options a; cat) <c >theirs.out
  # shellcheck disable=SC2086
  ("$program" $options a; cat) <c >ours.out
  same "$options: what is left of standard input" theirs.out ours.out
done

# -- What grep does not have -----------------------------------------------------------------------

"$program" --help >stdout.txt || failed "--help fails"
awk 'length($0) > 100 { bad = 1 } END { exit bad }' stdout.txt || failed "--help has long lines"
equal "--version" "cupro-search" "$("$program" -V | sed 's/ .*//')"
equal "--max-depth" "d/x:a" "$("$program" -r --max-depth=1 a d)"
equal "--replace" "<a>1 <a>2 <a>3 <a>4" "$("$program" --replace='<$0>' a c | xargs)"
equal "--replace of groups" "x1-a x2-a x3-a x4-a" \
  "$("$program" -P --replace='x${digit}-$1' '(a)(?<digit>\d)' c | xargs)"
equal "--replace -o -n" "1:[$] 4:[$] 9:[$] 10:[$]" "$("$program" -on --replace='[$$]' a c | xargs)"
expect "no such group" 2 "$(lines \
  "cupro-search: --replace: there is no group '2'; only a single pattern of -E, -G or -P has groups" \
  "Usage: cupro-search [OPTION]... PATTERNS [FILE]..." \
  "Try 'cupro-search --help' for more information.")" -- "$program" --replace='$2' '\(a\)' c
equal "--replace of groups of -G" "1a 2a 3a 4a" \
  "$("$program" --replace='$2$1' '\(a\)\([0-9]\)' c | xargs)"
equal "--replace of groups of the longest match" "[ab|c] [a|]" \
  "$(printf 'abc\na\n' | "$program" -oE --replace='[$1|$2]' '(a|ab)(c|)' | xargs)"
expect "a pattern that does not compile" 2 "$(lines \
  "cupro-search: missing closing parenthesis, at byte 4 of the pattern 'a(b|'")" -- "$program" -wP 'a(b|' c
gzip -c c >c.gz
expect "compressed" 0 /dev/null "$(lines a1 a2 a3 a4)" -- "$program" a c.gz
equal "compressed from a pipe" 4 "$("$program" -c a <c.gz)"
# Of what has lost its end, or is damaged there, the whole lines before are searched, whenever it is found out.
head -c -8 c.gz >unchecked.gz
{ head -c -8 c.gz; printf 'damaged.'; } >damaged.gz
for _ in 1 2 3 4 5 6 7 8 9 10; do
  expect "without its end" 2 "$(lines "cupro-search: unchecked.gz: gzip data without its end")" \
    "$(lines a1 a2 a3 a4)" -- "$program" a unchecked.gz
  expect "damaged at its end" 2 "$(lines "cupro-search: damaged.gz: damaged gzip data")" \
    "$(lines a1 a2 a3 a4)" -- "$program" a damaged.gz
  expect "found before the damage" 0 -- "$program" -q a damaged.gz
done
finish
