/* SPDX-License-Identifier: MIT */
/*
 * A file that takes the place of another one when it is complete, so that the other one is lost to
 * no failure and no signal on the way. Until then it has no name, and nothing of it stays behind.
 */
#ifndef SORT_REPLACEMENT_H
#define SORT_REPLACEMENT_H

#include <stdbool.h>

struct replacement {
    int fd;      /* to be written to; -1: there is none */
    int target;  /* the file whose place it takes */
    char *path;  /* its name, behind symbolic links */
    char *place; /* its directory */
};

/*
 * Begin one with the owner, the mode and the attributes of the target, which is open for writing by
 * this name. False: it cannot be had, as the target has other names, or the directory or the file
 * system do not allow it. Sets `fd` to -1 then.
 */
bool replacement_open(struct replacement *replacement, const char *name, int target);

/* Put it in its place. Where that cannot be done, as for a file that is mounted, the target gets
 * its bytes. False and errno: that failed too. */
bool replacement_settle(struct replacement *replacement);

#endif
