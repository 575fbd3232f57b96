/* SPDX-License-Identifier: MIT */
/* Files that results go to. */
#ifndef TUNE_RESULT_FILE_H
#define TUNE_RESULT_FILE_H

#include "tune/tuning.h"

#include <stdio.h>

typedef void result_report(FILE *file, const struct tuning *tuning);

/* Fails with a message if it is known already that nothing can be written there, that a profile
 * would replace something else, or that either would replace what standard output goes to. */
void result_check(const char *name, bool is_profile);

/* Make the folders that a file is to be in. */
void result_make_folders(const char *name);

/* Write it, as a whole: until then the file is what it was, whatever happens. */
void result_write(const char *name, result_report *report, const struct tuning *tuning);

/* The same to standard output. */
void result_print(result_report *report, const struct tuning *tuning);

/* A line there: the profile, or the plot, is in that file. */
void result_announce(const char *what, const char *name);

#endif
