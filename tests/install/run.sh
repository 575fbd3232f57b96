#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs a build tree somewhere else, and builds and runs a program against it: through CMake, shared
# and static, through pkg-config, with clang against what gcc built, and from other languages.
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

# Other languages, of those that are here.
by_pkg_config() { # by_pkg_config COMPILER… FILE
  # shellcheck disable=SC2046
  "$@" -o "$work/other" $(pkg-config --cflags --libs cupro)
}
if command -v c++ >/dev/null; then
  by_pkg_config c++ -std=c++11 -Wall -Wextra -Wpedantic -Werror "$here/languages/energy.cpp"
  check "C++" "$work/other"
fi
if command -v gfortran >/dev/null; then
  by_pkg_config gfortran -J "$work" "$here/languages/energy.f90"
  check "Fortran" "$work/other"
fi
if command -v python3 >/dev/null; then
  check "Python" python3 "$here/languages/energy.py"
fi

# Only what the headers promise is visible.
library=$(find "$work/prefix" -name 'libcupro.so' | head -n 1)
if nm -D --defined-only "$library" | awk '{print $3}' | grep -v -e '^cupro_[a-z]' -e '^CUPRO_'; then
  echo "these symbols should be hidden" >&2
  exit 1
fi
