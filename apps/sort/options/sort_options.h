/* SPDX-License-Identifier: MIT */
/* What the user of cupro-sort asked for. */
#ifndef SORT_SORT_OPTIONS_H
#define SORT_SORT_OPTIONS_H

#include "sort/keys/key.h"

#include "common/files/names.h"
#include "common/options/pool_choice.h"
#include "common/output/progress.h"
#include "common/input/stream.h"

#include <stdint.h>

#define SEPARATOR_UNSET (-1) /* fields begin where blanks do */

enum check_mode { CHECK_NOTHING, CHECK_LOUD = 'c', CHECK_QUIET = 'C' };

struct sort_options {
    struct ordering all; /* for keys that say nothing of their own */
    struct key_list keys;
    bool global_key; /* the only key was made of what holds for all */
    bool stable, unique, merge, debug, stats, count;
    bool as_is; /* --no-decompress */
    enum check_mode check;
    int separator; /* -t */
    char line_end;
    const char *output; /* NULL: standard output */
    const char *random_source;
    const char *compress_program;
    const char *list; /* --files0-from */
    const char **temporary;
    size_t temporaries;
    uint64_t buffer_size; /* 0: choose one */
    unsigned fan_in;      /* --batch-size; 0: choose one */
    uint64_t top, header; /* lines */
    enum progress_when progress;
    struct pool_choice pool;
    struct names inputs; /* the operands, or what stands in the list; "-" if there are none */
};

/* Read the command line. Ends the program when there is something wrong with it, or for --help. */
void sort_options_parse(struct sort_options *options, int argc, char **argv);
void sort_options_free(struct sort_options *options);

/* How inputs are read. */
enum stream_mode sort_stream_mode(const struct sort_options *options);

#endif
