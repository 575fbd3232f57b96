/* SPDX-License-Identifier: MIT */
/*
 * A file that takes the place of another one when it is complete, so that the other one is lost to
 * no failure and no signal on the way. Until then it has no name, and nothing of it stays behind.
 */
#ifndef APPS_REPLACEMENT_H
#define APPS_REPLACEMENT_H

#include <stdbool.h>

struct replacement {
    int fd;     /* to be written to; -1: there is none */
    int target; /* the file whose place it takes; -1: there is none yet */
    bool owns_target;
    char *path;  /* its name, behind symbolic links; NULL: `fd` is the file itself */
    char *place; /* its directory */
    char *own;   /* a name that goes away if it comes to nothing, or NULL */
};

/*
 * Begin one with the owner, the mode and the attributes of the target, which is open for writing by
 * this name. False: it cannot be had, as the target has other names, or the directory or the file
 * system do not allow it. Sets `fd` to -1 then.
 */
bool replacement_open(struct replacement *replacement, const char *name, int target);

/*
 * Begin one for a file that need not exist: as above if it does, else with the rights of any new
 * file. Where the file system has no files without names (O_TMPFILE) it has one beside the
 * target's, which only a signal leaves behind. Where nothing can be made, as in a folder in which
 * that is not allowed, and for pipes and devices, what is written goes to the file itself, which is
 * emptied. False and errno: nothing can be written there. To be settled or abandoned.
 */
bool replacement_begin(struct replacement *replacement, const char *name);

/* End it, and leave the file as it was; or, if it was written to itself, empty, and away if it was
 * not there. */
void replacement_abandon(struct replacement *replacement);

/* Have the bytes reach the disk: what can only be known then, as of a file system elsewhere that is
 * full, is told while the target is what it was. 0 or errno; what cannot be synchronised, such as a
 * pipe, has no such errors. */
int replacement_synchronise(const struct replacement *replacement);

/* Put it in its place. Where that cannot be done, as for a file that is mounted, the target gets
 * its bytes. False and errno: that failed too, and a file that was not there is not there. */
bool replacement_settle(struct replacement *replacement);

#endif
