#!/bin/sh
# SPDX-License-Identifier: MIT
# Who says how many threads there are, and where: env.sh PROBE runs it under many environments.
set -u
probe=$1
failures=0

for name in $(env | sed -n 's/^\(\(OMP\|KMP\|GOMP\|CUPRO\)_[A-Z_]*\)=.*/\1/p'); do
    unset "$name"
done

# expect PATTERN COMMAND…: the command prints a line that the pattern matches, and succeeds.
expect() {
    pattern=$1
    shift
    if line=$("$@" 2>/dev/null); then status=0; else status=$?; fi
    # shellcheck disable=SC2254 # a pattern is what it is
    case "$line" in
    $pattern) [ "$status" -eq 0 ] && return ;;
    esac
    printf 'FAILED: %s\n  expected %s\n  got      %s (exit %s)\n' "$*" "$pattern" "$line" "$status"
    failures=$((failures + 1))
}

first_cpu=$(taskset -pc $$ | sed 's/.*: *\([0-9]*\).*/\1/')
usual=$("$probe" | sed 's/ .*//; s/threads=//')
all="threads=$usual seen=$usual *"

expect "$all" "$probe"
expect 'threads=1 seen=1 *' taskset -c "$first_cpu" "$probe"

# Orders are not capped by the processors there are.
for n in 1 2 3 7; do
    exactly="threads=$n seen=$n *"
    expect "$exactly" env OMP_NUM_THREADS=$n "$probe"
    expect "$exactly" env CUPRO_NUM_THREADS=$n "$probe"
    expect "$exactly" env CUPRO_NUM_THREADS=$n OMP_NUM_THREADS=5 "$probe"
    expect "$exactly" taskset -c "$first_cpu" env OMP_NUM_THREADS=$n "$probe"
    expect "$exactly" taskset -c "$first_cpu" env CUPRO_NUM_THREADS=$n "$probe"
    expect "$exactly" env CUPRO_NUM_THREADS=5 "$probe" $n
    expect "$exactly" env CUPRO_NUM_THREADS=$n "$probe" 0
done
expect 'threads=2 seen=2 *' env OMP_NUM_THREADS=2,2 "$probe"

# What is no number is as if it were not there.
for nonsense in 0 -1 abc 3x '' ' ' 99999999999; do
    expect "$all" env CUPRO_NUM_THREADS="$nonsense" "$probe"
    expect 'threads=3 seen=3 *' env CUPRO_NUM_THREADS="$nonsense" OMP_NUM_THREADS=3 "$probe"
done

# OpenMP's own limits hold; what is reported is what there is.
expect 'threads=1 seen=1 *' env OMP_THREAD_LIMIT=1 "$probe"
expect 'threads=1 seen=1 *' env OMP_THREAD_LIMIT=1 "$probe" 5
expect 'threads=2 seen=2 *' env OMP_THREAD_LIMIT=2 OMP_NUM_THREADS=4 "$probe"
expect 'threads=2 seen=2 *' env OMP_THREAD_LIMIT=2 "$probe" 5
expect 'threads=[1-9]* result=0' env OMP_DYNAMIC=true "$probe"
expect 'threads=5 seen=5 *' env OMP_DYNAMIC=true "$probe" 5

# Where two OpenMP runtimes are in one process (a library of gcc's on libomp) and are to bind, one binds
# the process to its first place before the other looks, and nobody can promise anything.
binding='OMP_PROC_BIND=true OMP_PROC_BIND=close OMP_PROC_BIND=spread OMP_PLACES=threads OMP_PLACES=cores'
case "${LD_PRELOAD:-}" in *libomp*) binding= ;; esac

# How OpenMP's threads wait, and what they get, changes no number.
for setting in OMP_WAIT_POLICY=active OMP_WAIT_POLICY=passive OMP_STACKSIZE=64k \
    OMP_PROC_BIND=false $binding; do
    expect "$all" env "$setting" "$probe"
    expect 'threads=3 seen=3 *' env "$setting" "$probe" 3
    expect "$all" env "$setting" "$probe" 0
done

# Two CPUs make two places, for the policies that bind to PUs; whatever OpenMP does.
if [ "$usual" -ge 2 ]; then
    for bind in compact scatter core; do
        for setting in OMP_PROC_BIND=false $binding; do
            expect 'threads=2 seen=2 single=2 places=2 *' \
                env CUPRO_BIND=$bind "$setting" "$probe" 2
        done
    done
    for bind in none nonsense Core list ''; do
        for setting in OMP_PROC_BIND=false $binding; do
            expect 'threads=3 seen=3 single=0 places=1 *' \
                env CUPRO_BIND=$bind "$setting" "$probe" 3
        done
    done
    expect 'threads=3 seen=3 * places=1 *' env CUPRO_BIND=numa taskset -c "$first_cpu" "$probe" 3
    expect 'threads=2 seen=2 single=2 places=1 *' \
        env CUPRO_BIND=core taskset -c "$first_cpu" "$probe" 2
fi

[ "$failures" -eq 0 ]
