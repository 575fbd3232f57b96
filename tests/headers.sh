#!/bin/sh
# SPDX-License-Identifier: MIT
# Each public header compiles alone, as C11 and (declarations) as C++; a chain or runs over the wrong
# element type are one error, at the user's line.
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

# expect_one_error WHAT LINE: the program on the input does not compile, for one reason, at this line.
expect_one_error() {
  cat >"$work/wrong.c"
  if "$cc" -std=c11 -I"$include" -fsyntax-only "$work/wrong.c" 2>"$work/errors"; then
    echo "$1 over the wrong type compiled" >&2
    exit 1
  fi
  errors=$(grep -c 'error:' "$work/errors")
  if [ "$errors" != 1 ] || ! grep -q "wrong.c:$2" "$work/errors"; then
    cat "$work/errors" >&2
    echo "$1 over the wrong type should be one error, about line $2" >&2
    exit 1
  fi
}

expect_one_error "a chain" 5 <<'END'
#include <cupro.h>
CUPRO_MAP(twice, double, double, x, 2 * x);
int run(const int *x, size_t n, double *out)
{
    return cupro_collect(cupro_from(x, n, &twice), out, NULL);
}
END

expect_one_error "runs" 5 <<'END'
#include <cupro.h>
CUPRO_RELATION(rising, double, a, b, a < b);
int run(const int *x, size_t n, cupro_body *body)
{
    return cupro_chunk_by(x, n, &rising, body, NULL);
}
END
