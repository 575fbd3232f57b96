/* SPDX-License-Identifier: MIT */
/* How much memory there is room for. */
#ifndef TUNE_MEMORY_ROOM_H
#define TUNE_MEMORY_ROOM_H

#include <stdint.h>

/* Bytes that this process could still use without harm: what the kernel calls available, no more
 * than its cgroup and those above it have left, nor than its limits. `root` goes before every path:
 * "" but in tests. */
uint64_t memory_room(const char *root);

#endif
