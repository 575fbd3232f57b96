/* SPDX-License-Identifier: MIT */
/*
 * The profile: what was measured to suit this machine, for all programs of a user.
 *
 * cupro-tune measures, and writes one. It is a text of at most 16 KiB, of lines `key = value`, of
 * lines that begin with # and say nothing, and of empty ones:
 *
 *     machine = AMD EPYC 7763 64-Core Processor; PUs 256, of a package 128, of a core 2; nodes 8
 *     threads = 96
 *     bind = core
 *     chunk_ns = 2000
 *     inline_ns = 20000
 *
 *     machine    which it is for: what cupro_profile_machine says there. This line must be there;
 *                the others need not.
 *     threads    1 to 65536: threads where neither call, pool nor environment names a number (see
 *                pool.h); never more than the process may use processors
 *     bind       none, compact, scatter, core or numa: of pools that are opened with
 *                CUPRO_BIND_DEFAULT, where CUPRO_BIND is not set
 *     chunk_ns   100 to 10000000: how long a piece of work should take at least, nanoseconds, in
 *                operations without a `.grain`
 *     inline_ns  0 to 100000000: what takes less than that in all is done by the caller alone
 *
 * The file is the one that CUPRO_PROFILE names; none, if that is empty or "none". Where the
 * variable is not set, it is $XDG_CONFIG_HOME/cupro/profile, or ~/.config/cupro/profile if that is
 * not set either. It is read by the first call that wants to know, once a process; a program that
 * runs with another user's rights (setuid) has none. Results never depend on it.
 *
 * A profile that cannot be read, is damaged, of another machine, or anything else than such a file
 * is ignored as a whole: cupro_describe says why. It is never an error.
 */
#ifndef CUPRO_PROFILE_H
#define CUPRO_PROFILE_H

#include <cupro/base.h>

CUPRO_BEGIN_DECLS

/*
 * What stands behind "machine = " in profiles for this machine: the processor's name, how many PUs
 * are online, how many of these are in the first one's package and core, and the NUMA nodes. It is
 * the same whatever a process may use of them.
 *
 * Writes at most `size` bytes into `text`, ended by a zero byte, and returns the length that the
 * whole text has, as snprintf does; CUPRO_EINVAL: NULL with a size. Any thread. Cost: 20 to 60 us,
 * the first time some more.
 */
CUPRO_API int cupro_profile_machine(char *text, size_t size);

CUPRO_END_DECLS

#endif
