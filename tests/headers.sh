#!/bin/sh
# SPDX-License-Identifier: MIT
# Each public header compiles alone, as C11 and (declarations) as C++; arrays of the wrong type are one
# error, at the user's line.
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

# wrong CALL: the call does not compile, with one error, at its line.
wrong() {
  cat >"$work/wrong.c" <<END
#include <cupro.h>
struct pair { int a; double b; };
CUPRO_MAP(twice, double, double, x, 2 * x);
CUPRO_MAP(root, size_t, double, i, (double)i);
CUPRO_RELATION(rising, double, a, b, a < b);
CUPRO_KEY(b_of, struct pair, p, p.b);
CUPRO_ORDER(falling, double, a, b, a > b);
int run(const int *x, const struct pair *p, size_t n, double *out, int *ints, size_t *count)
{
    (void)x, (void)p, (void)out, (void)ints, (void)count;
    return $1;
}
END
  if "$cc" -std=c11 -I"$include" -fsyntax-only "$work/wrong.c" 2>"$work/errors"; then
    echo "compiled: $1" >&2
    exit 1
  fi
  errors=$(grep -c 'error:' "$work/errors")
  if [ "$errors" != 1 ] || ! grep -q 'wrong.c:11' "$work/errors"; then
    cat "$work/errors" >&2
    echo "should be one error, about line 11: $1" >&2
    exit 1
  fi
}

wrong 'cupro_collect(cupro_from(x, n, &twice), out, NULL)'
wrong 'cupro_collect(cupro_from_range(0, n, &twice), out, NULL)'
wrong 'cupro_collect(cupro_from_range(0, n, &root, &root), out, NULL)'
wrong 'cupro_tabulate(ints, n, &root)'
wrong 'cupro_chunk_by(x, n, &rising, 0, count)'
wrong 'cupro_sort_by(ints, n, &falling)'
wrong 'cupro_merge_by(out, n, x, n, out, &falling)'
wrong 'cupro_merge_by(out, n, out, n, ints, &falling)'
wrong 'cupro_is_sorted_by(x, n, &falling, (bool *)0)'
wrong 'cupro_lower_bound_by(out, n, x, n, count, &falling)'
wrong 'cupro_nth_by(ints, n, n, &falling)'
wrong 'cupro_top_by(out, n, n, ints, &falling)'
wrong 'cupro_pack(x, "flags", n, out, count)'
wrong 'cupro_pack(x, x, n, ints, count)'
wrong 'cupro_pack_index(x, n, count, count)'
wrong 'cupro_unzip(p, n, a, ints, b, ints)'
wrong 'cupro_equal(x, out, n, (bool *)0)'
wrong 'cupro_mismatch(p, p, n, count)'
wrong 'cupro_compare(out, n, ints, n, ints)'
wrong 'cupro_sort_by_key(out, n, &b_of)'
wrong 'cupro_count_by(out, n, &b_of, (cupro_counts *)0)'
wrong 'cupro_group_by(out, n, &b_of, (cupro_groups *)0)'
wrong 'cupro_distinct(out, n, &b_of, (size_t **)0, count)'
wrong 'cupro_reduce_by(p, n, &b_of, &twice, &cupro_plus_f64, (cupro_reduced *)0)'
wrong 'cupro_reduce_by(out, n, &b_of, &twice, &cupro_plus_f64, (cupro_reduced *)0)'
wrong 'cupro_count_values(p, n, (cupro_counts *)0)'
wrong 'cupro_argsort(out, n, ints)'
wrong 'cupro_argsort(p, n, count)'
wrong 'cupro_sort_pairs(p, out, n)'
wrong 'cupro_zip((struct pair *)0, n, a, out, b, out)'
wrong 'cupro_nth(p, n, 3)'
wrong 'cupro_top(x, n, 3, out)'
wrong 'cupro_merge(x, n, out, n, ints)'
wrong 'cupro_merge(x, n, x, n, out)'
wrong 'cupro_lower_bound(x, n, out, n, count)'
wrong 'cupro_set_union(x, n, out, n, ints, count)'
wrong 'cupro_set_union(x, n, x, n, out, count)'
wrong 'cupro_includes(x, n, out, n, (bool *)0)'
wrong 'cupro_set_difference_by(out, n, x, n, out, count, &falling)'
wrong 'cupro_set_union_by(out, n, out, n, ints, count, &falling)'
wrong 'cupro_includes_by(ints, n, ints, n, (bool *)0, &falling)'
wrong 'cupro_partition_by(out, n, 2, &b_of, out, count)'
wrong 'cupro_partition_by(p, n, 2, &b_of, out, count)'
wrong 'cupro_join_by(p, n, &b_of, out, n, &b_of, (cupro_pair **)0, count)'
wrong 'cupro_histogram(p, n, 0, 1, n, count)'
wrong 'cupro_histogram_edges(x, n, out, n, count)'
wrong 'cupro_unique_by(ints, n, &rising, count)'
