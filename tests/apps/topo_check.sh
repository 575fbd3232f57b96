#!/bin/sh
# SPDX-License-Identifier: MIT
# cupro-topo BINARY: plans for this machine against what the kernel says. $PRELOADS: where a library is
# that pretends to bind.

# shellcheck source-path=SCRIPTDIR source=expect.sh
. "$(dirname "$0")/expect.sh"

for bind in none compact scatter core numa 0; do
  [ "$bind" != 0 ] || bind=$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//')
  for threads in 1 2 5; do
    expect "--check --bind=$bind --threads=$threads" 0 /dev/null -- \
      "$program" --check --bind="$bind" --threads="$threads"
    grep -q '^check  *the kernel has' stdout.txt || failed "--bind=$bind: no word about the check"
  done
done
expect "--check of one PU a core" 0 /dev/null -- "$program" --check --one-pu-a-core --bind=compact
expect "--check of what the environment says" 0 /dev/null -- env CUPRO_BIND=core "$program" --check
grep -q 'bind core (CUPRO_BIND)' stdout.txt || failed "CUPRO_BIND is not named: $(cat stdout.txt)"
expect "--check of a policy that is none" 0 /dev/null -- env CUPRO_BIND=close "$program" --check
grep -q 'bind none (CUPRO_BIND names no policy)' stdout.txt || failed "CUPRO_BIND=close: $(cat stdout.txt)"

# OpenMP would bind the pool's threads. Where two of its runtimes are in one process, one binds the
# process to its first place before the other looks, and nobody can promise anything.
case "${LD_PRELOAD:-}" in
*libomp*) ;;
*)
  for bind in none core; do
    for setting in OMP_PROC_BIND=true OMP_PROC_BIND=spread OMP_PLACES=cores; do
      expect "--check --bind=$bind with $setting" 0 /dev/null -- \
        env $setting "$program" --check --bind=$bind --threads=3
    done
  done
  ;;
esac

# A process that may not use all.
last=$(taskset -cp $$ | sed 's/.*[-, ]//')
expect "--check on one PU" 0 /dev/null -- taskset -c "$last" "$program" --check --bind=scatter --threads=2
grep -q "^usable  *1 of " stdout.txt || [ "$(nproc)" = 1 ] || failed "on one PU: $(cat stdout.txt)"

# Fewer threads than planned.
expect "OMP_THREAD_LIMIT" 1 /dev/null -- env OMP_THREAD_LIMIT=1 "$program" --check --bind=numa --threads=2
grep -q '^  the pool has 1 thread, the plan 2$' stdout.txt || failed "OMP_THREAD_LIMIT: $(cat stdout.txt)"

# Threads that are not where they should be.
deaf=$PRELOADS/libdeaf_kernel.so
if [ -f "$deaf" ] && [ "$(nproc)" -gt 1 ] && ! sanitized; then
  expect "a deaf kernel" 1 /dev/null -- env LD_PRELOAD="$deaf" "$program" --check --bind=compact --threads=2
  equal "a deaf kernel: differences" 2 "$(grep -c '^  thread [01]: planned [0-9]*, the kernel says ' stdout.txt)"
  expect "a deaf kernel, JSON" 1 /dev/null -- \
    env LD_PRELOAD="$deaf" "$program" --check --bind=compact --threads=2 --json
  grep -q '"same": false' stdout.txt || failed "a deaf kernel, JSON: $(cat stdout.txt)"
fi

finish
