#!/bin/sh
# SPDX-License-Identifier: MIT
# profile.sh PROBE: a program that runs with another user's rights takes no profile from its caller.
# Needs root, setpriv and a file system that lets programs have such rights; else it is skipped.
set -u
probe=$1
unset CUPRO_PROFILE CUPRO_NUM_THREADS OMP_NUM_THREADS
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

threads() { # threads COMMAND…: how many the probe says it has
  "$@" | sed 's/ .*//; s/threads=//'
}

# A profile that says something else than what there is; that it does is seen first.
usual=$(threads env CUPRO_PROFILE=none "$probe")
[ "$usual" -ge 2 ] || exit 77
[ "$(id -u)" = 0 ] && command -v setpriv >/dev/null || exit 77
printf 'machine = %s\nthreads = 1\n' "$("$probe" machine)" >"$work/profile"
cp "$probe" "$work/probe"
chmod 755 "$work" "$work/probe"
as_nobody() {
  threads setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/ CUPRO_PROFILE="$work/profile" "$work/probe"
}
plain=$(as_nobody)
[ -n "$plain" ] || exit 77
[ "$plain" = 1 ] || { echo "a profile is not read: $plain threads"; exit 1; }
chmod 4755 "$work/probe"
raised=$(as_nobody)
[ "$raised" = 1 ] && grep -q "nosuid" /proc/self/mounts && exit 77
[ "$raised" = "$usual" ] || { echo "with another user's rights: $raised threads, not $usual"; exit 1; }
