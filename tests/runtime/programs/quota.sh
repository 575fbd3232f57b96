#!/bin/sh
# SPDX-License-Identifier: MIT
# A cgroup with a real CPU quota: quota.sh PROBE. Exits with 77 where none can be made.
set -u
probe=$1
unset OMP_NUM_THREADS CUPRO_NUM_THREADS

v1=/sys/fs/cgroup/cpu/cupro-test-$$
v2=/sys/fs/cgroup/cupro-test-$$
if mkdir "$v1" 2>/dev/null; then
    group=$v1
elif [ -e /sys/fs/cgroup/cgroup.controllers ] && mkdir "$v2" 2>/dev/null; then
    group=$v2
else
    echo "skipped: no cgroup can be made"
    exit 77
fi
trap 'rmdir "$group"' EXIT

# set_quota MICROSECONDS, of each 100000
set_quota() {
    if [ "$group" = "$v1" ]; then
        echo 100000 >"$group/cpu.cfs_period_us" && echo "$1" >"$group/cpu.cfs_quota_us"
    else
        echo "$1 100000" >"$group/cpu.max"
    fi 2>/dev/null
}

if ! set_quota 100000; then
    echo "skipped: the cgroup takes no quota"
    exit 77
fi

# In the group: the shell moves itself there and becomes the probe.
probe_in_group() {
    sh -c 'echo $$ >"$0/cgroup.procs" && exec "$@"' "$group" "$@"
}

usual=$("$probe" | sed 's/ .*//; s/threads=//')
failures=0

# expect MICROSECONDS THREADS COMMAND…
expect() {
    quota=$1 threads=$2
    shift 2
    [ "$threads" -le "$usual" ] || threads=$usual
    set_quota "$quota"
    line=$(probe_in_group "$@")
    case "$line" in
    "threads=$threads seen=$threads "*) ;;
    *)
        echo "FAILED: quota $quota, $*: expected $threads threads, got $line"
        failures=$((failures + 1))
        ;;
    esac
}

expect 50000 1 "$probe"
expect 100000 1 "$probe"
expect 100100 2 "$probe"
expect 150000 2 "$probe"
expect 200000 2 "$probe"
expect 100000 1 "$probe" 0
expect 100000 2 env OMP_NUM_THREADS=2 "$probe"
expect 100000 2 env CUPRO_NUM_THREADS=2 "$probe"
expect 100000 2 "$probe" 2

[ "$failures" -eq 0 ]
