/* SPDX-License-Identifier: MIT */
/* Programs that compress and decompress. */
#ifndef SORT_FILTER_H
#define SORT_FILTER_H

#include <sys/types.h>

/* Start `program`, which writes to the file what is written to *to. -1 and errno: it cannot be. */
pid_t filter_start_writing(const char *program, int file, int *to);

/* Start `program -d`, which makes what can be read at *from of the file. -1 and errno. */
pid_t filter_start_reading(const char *program, int file, int *from);

/* Wait for its end; fail with a message if it ended badly. */
void filter_wait(pid_t child, const char *program, const char *how);

#endif
