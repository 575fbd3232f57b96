#!/bin/sh
# SPDX-License-Identifier: MIT
# Boots machines of several NUMA nodes, and runs there what tests/numa has: a real kernel that places
# real pages and binds real threads, on processors that QEMU emulates. (So nothing can be measured
# there: all memory is equally fast.) Needs an x86-64 machine, and Debian's mirrors at the first time;
# where these cannot be had it says so, and is content.
#   sh tests/numa/run.sh BUILD
# BUILD: the folder where cupro has been built. What is downloaded stays in build/numa, and nothing
# elsewhere.
set -eu
[ $# = 1 ] || {
  echo "usage: sh tests/numa/run.sh BUILD" >&2
  exit 2
}
programs=$(cd "$1/tests/numa" && pwd)
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/apps/need.sh"
work=$root/build/numa
tests=${CUPRO_NUMA_TESTS:-memory binding stealing openmp refused}
seconds=180 # at most, for one machine

skip() {
  echo "note: no machines of several nodes: $*"
  exit 0
}

# Debian's newest kernel for virtual machines, which has the drivers that are needed built in.
newest_kernel() {
  apt-cache search --names-only '^linux-image-6[.]1[.]0-[0-9]+-cloud-amd64-unsigned$' |
    sort -V | tail -n 1 | cut -d ' ' -f 1
}

fetch_kernel() {
  package=$(newest_kernel)
  [ -n "$package" ] || return 1
  (cd "$work" && apt-get -qq -o APT::Sandbox::User=root download "$package") || return 1
  dpkg-deb --fsys-tarfile "$work/$package"_*.deb |
    tar -x -O --wildcards './boot/vmlinuz-*' >"$work/vmlinuz.part" || return 1
  rm "$work/$package"_*.deb
  mv "$work/vmlinuz.part" "$work/vmlinuz"
}

# The programs, the libraries that they need, and a shell to start them.
make_initramfs() {
  guest=$work/guest
  rm -rf "$guest"
  mkdir -p "$guest/bin" "$guest/proc" "$guest/sys" "$guest/dev" "$guest/tmp"
  cp "$(command -v busybox)" "$guest/bin/busybox"
  for program in $tests; do
    strip -o "$guest/bin/test_$program" "$programs/test_numa_$program"
    ldd "$programs/test_numa_$program"
    "${CC:-cc}" -print-file-name=libgcc_s.so.1 # which libc loads when a thread ends
  done | grep -o '/[^ ]*' | sort -u | while read -r library; do
    mkdir -p "$guest$(dirname "$library")"
    cp -L "$library" "$guest$library"
  done
  cat >"$guest/init" <<END
#!/bin/busybox sh
busybox mount -t proc none /proc
busybox mount -t sysfs none /sys
busybox mount -t devtmpfs none /dev
export PATH=/bin OMP_WAIT_POLICY=passive
for program in $tests; do
  [ \$program != openmp ] || export OMP_PROC_BIND=spread OMP_PLACES=cores CK_FORK=no
  if test_\$program; then echo "passed: \$program"; else echo "failed: \$program"; fi
  unset OMP_PROC_BIND OMP_PLACES CK_FORK
done
busybox reboot -f
END
  chmod +x "$guest/init"
  (cd "$guest" && find . | cpio -o -H newc --quiet) >"$work/initramfs"
}

# boot NAME VARIABLES OPTION… : boot such a machine, with these in the environment of its programs.
boot() {
  name=$1
  variables=$2
  shift 2
  timeout "$seconds" qemu-system-x86_64 -accel tcg,thread=single -cpu max -no-reboot -display none \
    -serial stdio -monitor none -nodefaults -kernel "$work/vmlinuz" -initrd "$work/initramfs" \
    -append "console=ttyS0 quiet panic=-1 no_timer_check numa_balancing=disable $variables" "$@" \
    </dev/null >"$work/$name.log" 2>&1 || echo "qemu ended with status $?" >>"$work/$name.log"
}

# passed NAME: say what the machine printed, and whether all programs passed there.
passed() {
  echo "-- $1"
  # The words of $tests are arguments.
  # shellcheck disable=SC2086
  if [ "$(grep -c '^passed: ' "$work/$1.log")" = "$(echo $tests | wc -w)" ]; then
    grep '^100%\|steals\|pages local' "$work/$1.log"
  else
    cat "$work/$1.log"
    echo "failed: $1" >&2
    return 1
  fi
}

# memory NUMBER SIZE: a memory for a node.
memory() {
  echo "-object memory-backend-ram,id=m$1,size=$2"
}

[ "$(uname -m)" = x86_64 ] || skip "this is not an x86-64 machine"
(need qemu-system-x86 busybox-static cpio binutils) || skip "QEMU cannot be installed"
mkdir -p "$work"
[ -s "$work/vmlinuz" ] || fetch_kernel || skip "no kernel can be downloaded"
make_initramfs
begin=$(date +%s)

# The words that `memory` says are arguments.
# shellcheck disable=SC2046
boot two-nodes CUPRO_TEST_NODES=2 -m 640 -smp 4,sockets=2,cores=2 $(memory 0 320M) $(memory 1 320M) \
  -numa node,nodeid=0,cpus=0-1,memdev=m0 -numa node,nodeid=1,cpus=2-3,memdev=m1 \
  -numa dist,src=0,dst=1,val=21 &

# Three, two and one CPU, and a node without any whose memory is near the first and faster.
hmat() { # hmat FROM TO NANOSECONDS MEGABYTES
  echo "-numa hmat-lb,initiator=$1,target=$2,hierarchy=memory,data-type=access-latency,latency=$3" \
    "-numa hmat-lb,initiator=$1,target=$2,hierarchy=memory,data-type=access-bandwidth,bandwidth=$4M"
}
# shellcheck disable=SC2046
boot four-nodes 'CUPRO_TEST_NODES=4 CUPRO_TEST_FAST=3' -machine hmat=on -m 768 -smp 6,sockets=6 \
  $(memory 0 256M) $(memory 1 192M) $(memory 2 192M) $(memory 3 128M) \
  -numa node,nodeid=0,memdev=m0,initiator=0 -numa node,nodeid=1,memdev=m1,initiator=1 \
  -numa node,nodeid=2,memdev=m2,initiator=2 -numa node,nodeid=3,memdev=m3,initiator=0 \
  -numa cpu,node-id=0,socket-id=0 -numa cpu,node-id=0,socket-id=1 -numa cpu,node-id=0,socket-id=2 \
  -numa cpu,node-id=1,socket-id=3 -numa cpu,node-id=1,socket-id=4 -numa cpu,node-id=2,socket-id=5 \
  -numa dist,src=0,dst=1,val=21 -numa dist,src=0,dst=2,val=31 -numa dist,src=0,dst=3,val=17 \
  -numa dist,src=1,dst=2,val=21 -numa dist,src=1,dst=3,val=27 -numa dist,src=2,dst=3,val=37 \
  $(hmat 0 0 10 10240) $(hmat 0 1 20 5120) $(hmat 0 2 30 2560) $(hmat 0 3 15 40960) \
  $(hmat 1 0 20 5120) $(hmat 1 1 10 10240) $(hmat 1 2 20 5120) $(hmat 1 3 25 5120) \
  $(hmat 2 0 30 2560) $(hmat 2 1 20 5120) $(hmat 2 2 10 10240) $(hmat 2 3 35 2560) &

wait
echo "machines of several nodes: $(($(date +%s) - begin)) s"
failed=0
for name in two-nodes four-nodes; do
  passed "$name" || failed=1
done
exit "$failed"
