#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-search BINARY: --gitignore leaves out what git leaves out, for random rules in a random tree;
# .ignore files and types of files too.

# shellcheck source-path=SCRIPTDIR source=expect.sh
. "$(dirname "$0")/expect.sh"

# shellcheck disable=SC2154 # expect.sh sets it
ours() {
  "$program" -r -l --gitignore "$@" | sort
}

mkdir -p t/a/b
touch t/one.c t/two.h t/three.py t/a/one.c t/a/b/deep.c t/Makefile
(cd t && for f in one.c two.h three.py a/one.c a/b/deep.c Makefile; do echo x >"$f"; done)
equal "-t c" "a/b/deep.c a/one.c one.c two.h" "$(cd t && "$program" -rl -t c x | sort | xargs)"
equal "-t py -t make" "Makefile three.py" "$(cd t && "$program" -rl -tpy --type=make x | sort | xargs)"
equal "a file that is named is searched whatever its type" one.c "$(cd t && "$program" -l -t py x one.c)"
expect "an unknown type" 2 "$(lines \
  "cupro-search: unknown type of files: 'klingon' (--type-list lists them)" \
  "Usage: cupro-search [OPTION]... PATTERNS [FILE]..." \
  "Try 'cupro-search --help' for more information.")" -- "$program" -t klingon x
"$program" --type-list | sort -c || failed "--type-list is not in order"

printf '*.c\n!one.c\n' >t/.ignore
equal ".ignore" "Makefile a/one.c one.c three.py two.h" "$(cd t && ours x | grep -v ignore | xargs)"
printf 'one.c\n*.h\n' >t/.gitignore
equal ".ignore goes before .gitignore" "Makefile a/one.c one.c three.py" \
  "$(cd t && ours x | grep -v ignore | xargs)"
equal "without --gitignore" 6 "$(cd t && "$program" -rl x | grep -cv ignore)"

command -v git >/dev/null || { echo "no git: random rules are left out"; finish; }
export HOME="$work" GIT_CONFIG_NOSYSTEM=1
seed=${IGNORE_SEED:-1}
while [ "$seed" -le "$((${IGNORE_SEED:-1} + ${IGNORE_CASES:-15} - 1))" ]; do
  rm -rf r
  mkdir r
  (
    cd r || exit 1
    git init -q .
    awk -v seed="$seed" 'BEGIN {
      srand(seed)
      split("a b ab ba a.c b.c .x aa a-b d e", names, " ")
      for (i = 0; i < 25; i++) {
        path = ""
        for (n = int(rand() * 4); n > 0; n--) path = path names[10 + int(rand() * 2)] substr("12", 1 + int(rand() * 2), 1) "/"
        print path names[1 + int(rand() * 9)]
      }
    }' | sort -u | while IFS= read -r path; do
      mkdir -p "./$(dirname "$path")"
      echo x >"./$path"
    done
    find . -name .git -prune -o -type d -print | sort | awk -v seed="$seed" 'BEGIN { srand(seed + 1000) }
      function part(   k) {
        k = int(rand() * 16)
        return k < 3 ? "*" : k == 3 ? "**" : k == 4 ? "a*" : k == 5 ? "*.c" : k == 6 ? "[ab]" : k == 7 ? "?" : \
          k == 8 ? "[!a]*" : k == 9 ? "a" : k == 10 ? "b" : k == 11 ? "d1" : k == 12 ? "e*" : k == 13 ? "\\a" : k == 14 ? "*a*b*" : "d?"
      }
      rand() < 0.5 || NR == 1 {
        for (n = int(rand() * 4) + 1; n > 0; n--) {
          line = rand() < 0.3 ? "!" : ""
          if (rand() < 0.2) line = line "/"
          line = line part()
          if (rand() < 0.3) line = line "/" part()
          if (rand() < 0.1) line = line "/" part()
          if (rand() < 0.2) line = line "/"
          if (rand() < 0.05) line = line "  "
          print line >($0 "/.gitignore")
        }
        if (rand() < 0.1) print "# a comment\n\n" >($0 "/.gitignore")
        close($0 "/.gitignore")
      }'
    git ls-files -co --exclude-standard | sort >../theirs
    ours -e '' >../ours
  )
  cmp -s theirs ours || {
    failed "rules of seed $seed: git < and ours >"
    diff theirs ours | head -5
    (cd r && find . -name .gitignore -exec grep -H '' {} +)
  }
  # A directory that is named is searched, be it ignored or not.
  if [ -d r/d1 ] && ! (cd r && git check-ignore -q d1); then
    (cd r/d1 && git ls-files -co --exclude-standard | sort >../../theirs && ours -e '' >../../ours)
    same "rules of seed $seed, from below" theirs ours
  fi
  seed=$((seed + 1))
done
finish
