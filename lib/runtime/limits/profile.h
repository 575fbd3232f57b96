/* SPDX-License-Identifier: MIT */
/* The process's profile (cupro/profile.h says what one is). */
#ifndef CUPRO__PROFILE_H
#define CUPRO__PROFILE_H

#include <cupro/pool.h>
#include <stdbool.h>
#include <stddef.h>

/* A file that is larger is none. */
#define CUPRO__PROFILE_MOST_BYTES 16384

/* All values hold, whether a profile says so or not. */
struct cupro__profile {
    int threads;     /* 0: as many as there are */
    cupro_bind bind; /* CUPRO_BIND_DEFAULT: as if there were no profile */
    double chunk_ns, inline_ns;
    bool has_chunk_ns, has_inline_ns; /* from the profile */
    char path[256];                   /* of the file, cut off; "": none was looked for */
    char fault[192];                  /* why it is ignored; "": it is not, or there is none */
    bool is_there;                    /* and counts */
};

/* The one that counts here; the first call reads it. Any thread. Cost: a load, but for the first
 * call that of opening a file, and of reading it if it is there. */
const struct cupro__profile *cupro__profile(void);

/* Take what a text says, which is changed, if `machine` is the one that it is for. What is wrong
 * with it, if anything is, stands in `fault`, and everything else is then as without a profile. */
void cupro__profile_parse(struct cupro__profile *profile, char *text, size_t length,
                          const char *machine);

/* The same with what a file says. The errno with which it could not be opened, or 0. */
int cupro__profile_read(struct cupro__profile *profile, const char *path);

#endif
