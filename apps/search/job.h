/* SPDX-License-Identifier: MIT */
/* One run of the program: what all threads share, and what each has of its own. */
#ifndef SEARCH_JOB_H
#define SEARCH_JOB_H

#include "search/options/search_options.h"
#include "search/output/page.h"
#include "search/patterns/matcher.h"
#include "search/pieces/descriptors.h"

#include "common/output/ordered.h"
#include "common/output/output.h"
#include "common/output/progress.h"

#include <stdatomic.h>
#include <sys/types.h>

/* What follows from the options. It does not change. */
struct plan {
    bool prints;       /* lines, not just counts, names, or nothing */
    bool first_only;   /* the first selected line of a file says all */
    bool notes_nuls;   /* a zero byte makes a file binary */
    bool notes_coding; /* a line that is not UTF-8 is not printed */
    bool counts_lines; /* of all pieces */
    bool in_turn;      /* pieces are printed one after the other (baton.h) */
    bool colors_lines; /* lines are looked through for what is coloured, or cut out */
    bool decompresses;
    bool utf8;
    bool drops_output;  /* it goes to /dev/null */
    bool writes_a_file; /* a regular file, which must not be searched: */
    dev_t out_device;
    ino_t out_inode;
    size_t before; /* lines of context; 0 where none is printed */
};

/* Figures. */
struct totals {
    uint64_t files, files_selected;
    uint64_t selected, matches; /* lines, and matches in them, if these were looked for */
    uint64_t searched, printed; /* bytes */
};

struct job {
    const struct search_options *options;
    struct plan plan;
    struct matcher *matcher;
    struct substitution *substitution; /* NULL: nothing is replaced */
    struct ordered ordered;
    struct descriptors descriptors;
    struct progress progress;
    atomic_int error; /* CUPRO_ENOMEM, or what cupro_for fails with */

    /* Only for who lets an item leave (leave.c), and when all is over. */
    struct output out;
    struct totals totals;
    bool used;    /* a line was selected, so that a group of lines has one before it */
    bool matched; /* some file has selected lines */
    bool troubled;
    bool fatal;   /* the trouble was such that everything ended */
    bool flushes; /* what an item prints is written at once */
};

struct worker {
    struct job *job;
    struct searcher *searcher;
    struct replacer *replacer; /* NULL: nothing is replaced */
    struct buffer buffer;      /* pieces of files are read into it */
    struct picked *picked;     /* lines that were selected and are not printed yet */
    size_t picked_count, picked_room;
};

/* Whether a line is selected that begins and ends here: one after the other, or, where all lines
 * between two are selected, several at once. */
struct picked {
    const unsigned char *begin, *end;
};

/* Search everything that the command line names, and write what is found. */
void job_run(struct job *job);

#endif
