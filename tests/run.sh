#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds cupro in every way that counts and runs its tests. Installs what is missing (Debian 12, root
# or sudo), and leaves nothing outside build/.
#   sh tests/run.sh [quick|full|long]
# quick: one build with gcc, the tests of two minutes. full (default): gcc and clang, both OpenMP
# runtimes, optimised, AddressSanitizer and UndefinedBehaviorSanitizer, ThreadSanitizer, machines of several
# NUMA nodes in QEMU, installing, formatting. long: stress and fuzzing too.
set -eu
tier=${1:-full}
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/apps/need.sh"
need gcc g++ libc6-dev cmake ninja-build pkg-config libhwloc-dev zlib1g-dev libzstd-dev libpcre2-dev \
  libunistring-dev unicode-data \
  zstd check relacy-dev procps
case $tier in
  quick) ;;
  full | long) need clang libomp-dev libclang-rt-14-dev clang-format shellcheck ;;
  *)
    echo "usage: sh tests/run.sh [quick|full|long]" >&2
    exit 2
    ;;
esac
cd "$root"

# What passed once is to pass again: only the long tier throws what nobody has seen yet.
[ "$tier" = long ] || export CUPRO_TEST_SEED="${CUPRO_TEST_SEED:-1}"

step() {
  printf '\n== %s\n' "$*"
}

build() { # build PRESET FOLDER OPTION…
  preset=$1
  folder=$2
  shift 2
  step "build $folder"
  # Nobody debugs here: what -g3 says of macros doubles the compiler's time.
  cmake --preset "$preset" -B "build/$folder" -DCMAKE_C_FLAGS_DEBUG=-O1 "$@" \
    >"build/$folder.log" || {
    cat "build/$folder.log"
    return 1
  }
  cmake --build "build/$folder" >"build/$folder.log" || {
    cat "build/$folder.log"
    return 1
  }
}

check() { # check FOLDER LABELS OPTION…
  folder=$1
  labels=$2
  shift 2
  step "test $folder"
  ctest --test-dir "build/$folder" -L "$labels" --output-on-failure -j2 "$@"
}

mkdir -p build
build dev dev -DCMAKE_C_COMPILER=gcc
if [ "$tier" = quick ]; then
  check dev quick
  exit
fi

step "formatting and shell scripts"
git ls-files '*.c' '*.h' '*.inc' '*.cpp' | xargs clang-format --dry-run -Werror
git ls-files '*.sh' | xargs shellcheck -x -e SC1091

# Each test runs where it says most (tests/CMakeLists.txt has the labels).
often='quick|isa|full'
[ "$tier" = full ] || often="$often|long"
check dev quick
build dev clang -DCMAKE_C_COMPILER=clang -DCUPRO_TESTS_SERIAL=OFF -DCUPRO_TESTS_MODEL=OFF
CUPRO_TEST_SHARE=4 check clang quick
step "what gcc built, on clang's OpenMP runtime"
(
  LD_PRELOAD=$(clang -print-file-name=libomp.so.5)
  export LD_PRELOAD
  check dev openmp -LE 'serial|long'
)
# What the benchmark's peers say is checked here, not how fast they are.
CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
  build release release -DCMAKE_C_COMPILER=gcc -DCUPRO_WERROR=ON -DCUPRO_TESTS_SERIAL=OFF \
  -DCUPRO_TESTS_MODEL=OFF -DCUPRO_BENCH=ON -DCMAKE_CXX_FLAGS_RELEASE="-O1 -DNDEBUG"
CUPRO_TEST_SHARE=4 check release "$often|differ" -LE isa
step "machines of several NUMA nodes"
sh tests/numa/run.sh build/release
# (-Og takes gcc half the time, but forgets pointers before the program ends, which are leaks then.)
build asan asan -DCUPRO_TESTS_SERIAL=OFF -DCMAKE_C_COMPILER=gcc -DCMAKE_C_FLAGS_DEBUG="-O1 -g1"
CUPRO_TEST_SHARE=6 check asan "$often"
build tsan tsan -DCUPRO_TESTS_SERIAL=OFF -DCMAKE_C_FLAGS_DEBUG="-O1 -g1"
# Archer tells ThreadSanitizer what libomp does.
CUPRO_TEST_SHARE=6 CK_FORK=no TSAN_OPTIONS="ignore_noninstrumented_modules=1 report_thread_leaks=0 allocator_may_return_null=1" \
  OMP_TOOL_LIBRARIES=$(dirname "$(readlink -f "$(command -v clang)")")/../lib/libarcher.so check tsan tsan
if [ "$tier" = long ]; then
  build asan fuzz -DCMAKE_C_COMPILER=clang -DCUPRO_FUZZ=300 \
    -DCUPRO_SANITIZE=address,undefined,fuzzer-no-link
  check fuzz long -R '^fuzz_'
fi
