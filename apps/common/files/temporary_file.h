/* SPDX-License-Identifier: MIT */
/* Files without a name: nothing is left behind however the program ends. */
#ifndef APPS_TEMPORARY_FILE_H
#define APPS_TEMPORARY_FILE_H

/* $TMPDIR, or else /tmp. */
const char *temporary_directory(void);

/* A file in the directory, open to read and write, or -1 and errno. */
int temporary_file(const char *directory);

#endif
