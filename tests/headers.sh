#!/bin/sh
# SPDX-License-Identifier: MIT
# Each public header compiles alone, as C11 and (declarations) as C++; a chain over the wrong element
# type is one error, at the user's line.
#   sh tests/headers.sh CC CXX
set -eu
cc=$1
cxx=$2
include=$(cd "$(dirname "$0")/../include" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
strict="-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror"

for header in "$include"/cupro.h "$include"/cupro/*.h; do
  name=${header#"$include"/}
  echo "#include <$name>" >"$work/alone.c"
  # shellcheck disable=SC2086
  "$cc" -std=c11 $strict -I"$include" -fsyntax-only "$work/alone.c"
  # shellcheck disable=SC2086
  "$cxx" -std=c++11 $strict -I"$include" -fsyntax-only -x c++ "$work/alone.c"
done

cat >"$work/wrong.c" <<'END'
#include <cupro.h>
CUPRO_MAP(twice, double, double, x, 2 * x);
int run(const int *x, size_t n, double *out)
{
    return cupro_collect(cupro_from(x, n, &twice), out, NULL);
}
END
if "$cc" -std=c11 -I"$include" -fsyntax-only "$work/wrong.c" 2>"$work/errors"; then
  echo "a chain over the wrong type compiled" >&2
  exit 1
fi
errors=$(grep -c 'error:' "$work/errors")
if [ "$errors" != 1 ] || ! grep -q 'wrong.c:5' "$work/errors"; then
  cat "$work/errors" >&2
  echo "the wrong type should be one error, about line 5" >&2
  exit 1
fi
