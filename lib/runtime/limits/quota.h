/* SPDX-License-Identifier: MIT */
#ifndef CUPRO__QUOTA_H
#define CUPRO__QUOTA_H

struct cupro__quota {
    double cpus;      /* CPUs' worth of time that the process may use; 0: no limit is known */
    char source[256]; /* the file that says so; "" if there is none */
};

/*
 * The tightest CPU limit of the process's cgroup and of the cgroups above it, as far as they can be
 * seen, in both versions of cgroups. `root` goes before every path: "" but in tests. What cannot be
 * read or understood, or for lack of memory not looked at, is no limit. Cost: a few file reads.
 */
void cupro__quota(const char *root, struct cupro__quota *quota);

#endif
