#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs a build tree somewhere else, and builds and runs a program against it: through CMake, shared
# and static, through pkg-config, and with clang against what gcc built.
#   sh tests/install/run.sh BUILD-TREE
set -eu
tree=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cmake --install "$tree" --prefix "$work/prefix" >"$work/log"
LD_LIBRARY_PATH=$work/prefix/lib:$work/prefix/lib/x86_64-linux-gnu
PKG_CONFIG_PATH=$(dirname "$(find "$work/prefix" -name cupro.pc)")
export LD_LIBRARY_PATH PKG_CONFIG_PATH

check() {
  echo "consumer, $1:"
  shift
  "$@"
}

cmake -S "$here/consumer" -B "$work/cmake" -DCMAKE_PREFIX_PATH="$work/prefix" >>"$work/log"
cmake --build "$work/cmake" >>"$work/log"
check "CMake, shared" "$work/cmake/consumer"
check "CMake, static" "$work/cmake/consumer_static"

# The words that pkg-config prints are arguments.
# shellcheck disable=SC2046
${CC:-cc} -std=c11 "$here/consumer/consumer.c" -o "$work/by-pkg" $(pkg-config --cflags --libs cupro)
check "pkg-config" "$work/by-pkg"

if command -v clang >/dev/null; then
  # shellcheck disable=SC2046
  clang -fopenmp -std=c11 "$here/consumer/consumer.c" -o "$work/by-clang" \
    $(pkg-config --cflags --libs cupro)
  check "clang and libomp against this build" "$work/by-clang"
fi

# Only what the headers promise is visible.
library=$(find "$work/prefix" -name 'libcupro.so' | head -n 1)
if nm -D --defined-only "$library" | awk '{print $3}' | grep -v -e '^cupro_[a-z]' -e '^CUPRO_'; then
  echo "these symbols should be hidden" >&2
  exit 1
fi
