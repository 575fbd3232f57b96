/* SPDX-License-Identifier: MIT */
/* The command line of cupro-tune. */
#ifndef TUNE_OPTIONS_H
#define TUNE_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

enum tune_format { TUNE_TEXT, TUNE_JSON, TUNE_TSV };

struct tune_options {
    double seconds;      /* that it may take                      */
    int threads;         /* at most; 0: all                       */
    uint64_t bytes;      /* of an array; 0: what suits the caches */
    const char *profile; /* where to write it; NULL: nowhere      */
    bool is_usual;       /* that is where the library looks       */
    const char *plot;    /* where to draw; NULL: nowhere          */
    enum tune_format format;
};

/* Does not return for what is wrong. */
void tune_options_parse(struct tune_options *options, int argc, char **argv);

/* Where the library looks for a profile, by the environment at the first call; NULL: nowhere, as
 * there is no home. */
const char *tune_usual_place(void);

#endif
