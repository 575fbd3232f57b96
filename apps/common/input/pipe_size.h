/* SPDX-License-Identifier: MIT */
#ifndef APPS_PIPE_SIZE_H
#define APPS_PIPE_SIZE_H

/* If it is a pipe, let it hold a megabyte where it holds less, or do nothing. */
void pipe_enlarge(int fd);

#endif
