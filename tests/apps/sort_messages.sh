#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-sort BINARY: wrong use, files that cannot be read or written: messages and exit statuses are
# those of sort.

# shellcheck disable=SC2317 # functions are called by `expect`
# shellcheck source-path=SCRIPTDIR source=like_sort.sh
. "$(dirname "$0")/like_sort.sh"
# shellcheck source=expect.sh
. "$(dirname "$0")/expect.sh"
: >input

printf 'b\na\n' >f
printf 'a\na\nb\n' >equal
printf 'f\0f\0' >names
printf 'f\0\0f\0' >empty_name
printf 'missing\0' >missing_names
mkdir directory

# One command a line; words are separated by blanks.
while IFS= read -r arguments; do
  # shellcheck disable=SC2086
  like_sort $arguments
done <<'END'
missing
directory
f missing -
-k0 f
-k1.0 f
-kx f
-k1,x f
-k1x f
-k1,1,1 f
-k1. f
-k1,0 f
-k1,1.0 f
-k-1 f
-k1,+1 f
-k1,1b,2 f
-k99999999999999999999999999n f
-S1x f
-Sx f
-S1z f
-S1% f
-SK f
-S1b f
-S1KB f
-S5%% f
-S-1 f
-S99999999999999999999 f
--buffer-size=1kB f
--buffer-size 1kB f
-S0 f
--parallel=0 f
--parallel=x f
--batch-size=1 f
--batch-size=x f
--batch-size=99999999 f
--batch-size=99999999999999999999999999 f
-tab f
-ta -tb f
-ta -ta f
-ng f
-nM f
-hn f
-ngf f
-k1nM f
-k1Vd f
-Rn f
-di f
--sort=month -n f
-c -o x f
-cC f
-c -c f
-c f f
-C f f
-c f
-C f
-c -r f
-cu f
-c equal
-cu equal
-Cu equal
-c -k1,1 -u equal
-c missing
-C missing
-c directory
--check=foo f
--check=d f
--check=q f
--sort=foo f
--sort=n f
--sort= f
--c f
--co f
--ch f
--p=1 f
--st f
--st=1 f
--t f
--r f
--h f
--zzz
-Z
-k
-o a -o b f
-o a -o a f
-o /missing/x f
-o directory f
--files0-from=missing
--files0-from=/dev/null
--files0-from=f x
--files0-from=names
--files0-from=empty_name
--files0-from=missing_names
--files0-from=directory
--random-source=missing -R f
--random-source=/dev/null -R f
--random-source=a --random-source=b f
--random-source=missing f
--compress-program=a --compress-program=b f
--debug -gfrRs -k1hb,4.1hb f
--debug -c f
--debug -o x f
+x f
+0 f
+0 -1 f
+0n -1 f
+0 -1.2x f
+0 -x f
+1 -1 -z f
-y f
-y 100 f
-y
-T /missing f
-m missing
-m f -o f f
f -o f
f -n -- -n
END

like_sort -t '' f
like_sort -k '' f
like_sort "a b"
like_sort "a'b"
like_sort 'a"b'
like_sort "$(printf 'a\nb')"
like_sort "$(printf '\001\002x')"
like_sort ''
like_sort '~'
like_sort "$(printf '\303\251')"
like_sort -k "a'b" f
like_sort -k "$(printf 'a\nb')" f
# shellcheck disable=SC1003 # a quote is a quote
like_sort -t 'aa"\' f
export LC_ALL=C.UTF-8
like_sort -k "$(printf "a'b\342\200\230\303\251\342\200\231")" f
like_sort "$(printf '\303\251 x')"
like_sort "$(printf '\303\251')"
like_sort --files0-from=f x
like_sort -S x f
like_sort -S 1z f
like_sort --parallel=-1 f
like_sort --batch-size "a'b" f
like_sort --batch-size 1 f
like_sort -S "$(printf 'a\nb\303\251')" f
export LC_ALL=C

_POSIX2_VERSION=200112 like_sort +0 f
_POSIX2_VERSION=200112 like_sort +0 -1 f
POSIXLY_CORRECT=1 like_sort f -n
POSIXLY_CORRECT=1 like_sort f -o out

# -- Output that cannot be written -----------------------------------------------------------------

to_full() { "$program" "$1" >/dev/full; }
to_closed() { "$program" "$1" >&-; }
seq 100000 >numbers
expect "few lines to a full disk" 2 "$(lines \
  "cupro-sort: fflush failed: 'standard output': No space left on device" \
  "cupro-sort: write error")" -- to_full f
expect "many lines to a full disk" 2 "$(lines \
  "cupro-sort: write failed: 'standard output': No space left on device" \
  "cupro-sort: write error")" -- to_full numbers
expect "-o to a full disk" 2 "$(lines \
  "cupro-sort: write failed: /dev/full: No space left on device" \
  "cupro-sort: write error")" -- "$program" -o /dev/full numbers
expect "standard output closed" 2 "$(lines \
  "cupro-sort: write failed: 'standard output': Bad file descriptor" \
  "cupro-sort: write error")" -- to_closed numbers

{ "$program" numbers 2>stderr.txt; echo $? >status; } | head -n 1 >first
equal "a closed pipe: exit status" 141 "$(cat status)"
same "a closed pipe: stderr" /dev/null stderr.txt
{ (trap '' PIPE; "$program" numbers 2>stderr.txt; echo $? >status) } | :
equal "SIGPIPE ignored: exit status" 2 "$(cat status)"

from_closed() { "$program" <&-; }
expect "standard input closed" 2 "$(lines "cupro-sort: stat failed: -: Bad file descriptor")" -- \
  from_closed

# What is there already stays until the result is known.
cp numbers kept
expect "a failure leaves the output" 2 \
  "$(lines "cupro-sort: cannot read: missing: No such file or directory")" -- \
  "$program" -o kept numbers missing
same "the output" numbers kept

# Where keys are marked that end before they begin.
printf '%s\n' ab 'ab ' 'a b' '   ' ' ' '' '  x' 'a  b' '   12 x' >blanks
for separator in ' ' ','; do
  for key in '-k1,1' '-k1,1.1' '-k2,4' '-k1.2,1' '-k2,2.1'; do
    for kind in b nb Mb hb; do
      like_sort --debug "-t$separator" -$kind $key blanks
    done
  done
done

# What a locale's numbers may contain that separates fields: -g knows no groups.
LOCPATH=$work/locales
export LOCPATH
locale=$(other_locale)
if [ -n "$locale" ]; then
  LC_ALL=$locale
  for separator in ',' . - +; do
    for key in 1,2n 1,2h 1,2g 1,1n; do
      like_sort --debug -t$separator -k$key f
    done
    like_sort --debug -t$separator -k1,2g -k2n f
    like_sort --debug -t$separator -n f
  done
fi
finish
