#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-count BINARY: what is done to words before they are counted: folding in several locales, normal
# forms, lengths, stop words; --word-chars; bytes that are no UTF-8; and what is said about options
# that are wrong.

# shellcheck source-path=SCRIPTDIR source=expect.sh
. "$(dirname "$0")/expect.sh"

try="Try 'cupro-count --help' for more information."

# counts LOCALE TEXT ARGUMENTS...: "word=count …", in the order that is printed.
counts() {
  locale=$1 text=$2
  shift 2
  # The text has escapes.
  # shellcheck disable=SC2059
  printf "$text" | LC_ALL=$locale "$program" "$@" >counts.txt || failed "$*: exit status $?"
  awk '{ printf "%s%s=%d", (NR > 1 ? " " : ""), $2, $1 }' counts.txt
}

wrong() {
  message=$(lines "cupro-count: $1" "$try")
  shift
  expect "wrong use: $*" 2 "$message" /dev/null -- "$program" "$@" /dev/null
}

u=C.UTF-8

# Folding: ASCII in the C locale, all of Unicode in others and where the text is UTF-8 anyway.
equal "-i in C" "$(printf 'stra\303\237e=1 \303\204=1')" "$(counts C 'Stra\303\237e \303\204' -i)"
equal "ss" "strasse=3" "$(counts $u 'Stra\303\237e STRASSE stra\341\272\236e' -i)"
equal "sigma" "$(printf '\317\203\316\257\317\203\317\205\317\206\316\277\317\203=2')" \
  "$(counts $u '\316\243\316\257\317\203\317\205\317\206\316\277\317\202 \316\243\316\212\316\243\316\245\316\246\316\237\316\243' -i)"
equal "dotted I" "$(printf 'i=1 i\314\207=1')" "$(counts $u '\304\260 I' -i)"
equal "--words=unicode folds in any locale" "$(printf '\303\244=2')" \
  "$(counts C '\303\204,\303\244' -i --words=unicode)"
equal "lines are folded" "$(printf '\303\244b=2')" "$(counts $u '\303\204B\n\303\244b\n' -i --lines)"
equal "alpha is ASCII" "a=2 b=1" "$(counts $u 'A\303\244a b' -i --words=alpha)"

# Normal forms; folding and NFKC may each undo the other.
equal "nfc" "$(printf '\303\251=2')" "$(counts C 'e\314\201 \303\251' --normalize=nfc)"
equal "nfkc" "fi=2 1=1" "$(counts C 'fi \357\254\201 \342\221\240' --normalize=nfkc)"
equal "nfkc -i" "tel=3" "$(counts C 'tel \342\204\241 TEL' --normalize=NFKC -i)"
equal "marks in order" "$(printf 'q\314\243\314\207=2')" \
  "$(counts C 'q\314\207\314\243 q\314\243\314\207' --normalize=nfc)"
equal "hangul" "$(printf '\352\260\201=3')" \
  "$(counts C '\352\260\201 \341\204\200\341\205\241\341\206\250 \352\260\200\341\206\250' --normalize=nfc)"

# Bytes that are no UTF-8 part words of characters; elsewhere they stay as they are.
equal "unicode" "a=1 b=1" "$(counts $u 'a\377b' --words=unicode)"
equal "half a character" "b=1 x=1" "$(counts $u '\303 b\342\202x' --words=unicode)"
equal "surrogate" "a=1 b=1" "$(counts $u 'a\355\240\200b' --words=unicode)"
equal "space -i" "$(printf 'a\377b\303\244=2')" "$(counts $u 'A\377B\303\204 a\377b\303\244' -i)"
equal "nfc" "$(printf 'a\377\303\251\303=1')" "$(counts $u 'a\377e\314\201\303' --normalize=nfc)"
head -c 300000 /dev/urandom >random
for rule in --words=unicode '--word-chars=[:alpha:]' '--words=space -i' '--words=unicode -i --normalize=nfkc'; do
  # shellcheck disable=SC2086 # options
  LC_ALL=$u "$program" $rule --threads=1 random >want || failed "$rule: exit status $?"
  for cut in 100/2 5000/7; do
    # shellcheck disable=SC2086
    LC_ALL=$u "$program" $rule --threads=${cut#*/} --block-size=${cut%/*} random >got
    same "$rule of random bytes, ${cut%/*}" want got
  done
done

# Classes.
equal "A-Z, ' and -" "don't=1 x-y=1" "$(counts C "don't, x-y" "--word-chars=A-Za-z'-")"
equal "alnum in C" "a1=1 b=1" "$(counts C 'a1\303\244b' '--word-chars=[:alnum:]')"
equal "alnum in UTF-8" "$(printf 'a1\303\244b=1')" "$(counts $u 'a1\303\244b' '--word-chars=[:alnum:]')"
equal "all others" "a=1 b=1" "$(counts C 'a, b' '--word-chars=^, ')"
equal "a range of characters" "$(printf '\316\261\316\262=1')" \
  "$(counts $u 'a\316\261\316\262\303\244' "$(printf -- '--word-chars=\316\261-\317\211')")"
equal "bytes in C" "$(printf '\344=1')" "$(counts C 'a\344b' "$(printf -- '--word-chars=\344')")"
equal "folded behind the choice" "a=1" "$(counts C 'Aa' '--word-chars=A-Z' -i)"

# Lengths are characters where the text is UTF-8.
equal "min and max" "ab=1 $(printf '\303\251\303\250')=1" \
  "$(counts $u 'ab \303\251\303\250 a \303\251 abc \303\251\303\250\303\252' --min-length=2 --max-length=2)"
equal "bytes in C" "$(printf 'ab=1 \303\251=1')" \
  "$(counts C 'ab \303\251 a abc \303\251\303\250' --min-length=2 --max-length=2)"
equal "an invalid byte is a character" "$(printf '\200=1 \203\251=1')" \
  "$(counts $u '\200 \203\251 \303\251\200\200' --min-length=1 --max-length=2)"
equal "no empty lines" "a=1" "$(counts C '\n\na\n' --lines --min-length=1)"

# Stop words are folded and normalised as the text is.
printf 'The\n\nE\314\201\nand' >stop
equal "no words in it" "a=1" "$(counts C 'a' --stop-words=/dev/null)"
equal "--stop-words as they are" "the=1" "$(counts C 'the and The' --stop-words=stop)"
equal "--stop-words folded" "of=1" \
  "$(counts $u 'the and The of \303\251' --stop-words=stop -i --normalize=nfc)"
equal "an empty line stops empty lines" "a=1" "$(counts C '\n\na\n' --lines --stop-words=stop)"
printf '\na\n' >stop
equal "an empty line comes first" "b=1" "$(counts C 'a\n\nb\n' --lines --stop-words=stop)"
expect "no stop words" 2 \
  "$(lines "cupro-count: cannot open 'nowhere' for reading: No such file or directory")" /dev/null -- \
  "$program" --stop-words=nowhere /dev/null
expect "a directory of stop words" 2 "$(lines "cupro-count: .: read error: Is a directory")" \
  /dev/null -- "$program" --stop-words=. /dev/null

wrong "--words and --lines do not go together" --words=alpha --lines
wrong "--lines and --field do not go together" --lines --field=1
wrong "--word-chars and --words do not go together" --word-chars=a --words=space
wrong "-z goes with --lines or --field" -z
wrong "-t goes with --field" -t, --lines
wrong "the field separator is not one byte: 'ab'" -tab --field=1
wrong "the field separator is not one byte: ''" -t '' --field=1
wrong "invalid field: '0'" --field=0
wrong "invalid field: '1,'" --field=1,
wrong "invalid field: '2-3'" --field=2-3
wrong "more than 32 fields: '$(seq -s, 33)'" --field="$(seq -s, 33)"
wrong "--ngrams takes 1 to 5, not '6'" --ngrams=6
wrong "--ngrams takes 1 to 5, not '0'" --ngrams=0
wrong "invalid length: '0'" --max-length=0
wrong "--min-length=3 is more than --max-length=2" --max-length=2 --min-length=3
wrong "invalid length: 'x'" --min-length=x
wrong "invalid argument 'nfd' for '--normalize'" --normalize=nfd
wrong "--word-chars= is empty" --word-chars=
wrong "--word-chars=[:letter:] names a class that there is not" '--word-chars=[:letter:]'
wrong "--word-chars=z-a has a range whose end is before its beginning" --word-chars=z-a
wrong "--word-chars=^é leaves no ASCII character to stand between words" --word-chars=^é

finish
