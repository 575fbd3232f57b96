/* SPDX-License-Identifier: MIT */
/* What the threads work on, in the order in which its results leave (common/output/ordered.h). */
#ifndef SEARCH_ITEM_H
#define SEARCH_ITEM_H

#include "search/pieces/file.h"

enum item_kind {
    ITEM_OPERANDS, /* what the command line names and nobody has taken yet */
    ITEM_NAMES,    /* some names, to be opened */
    ITEM_FOLDER,   /* a directory, and then what of it nobody has taken yet */
    ITEM_FILE,     /* what of a large file nobody has taken yet, and in the end its end */
    ITEM_PIECE     /* a piece of such a file */
};

struct folder;

struct item {
    struct ordered_item head;
    enum item_kind kind;
    struct page page;
    bool opens_group; /* what it prints begins a group of lines: a separator may go before it */
    bool begins_file; /* the file's beginning goes before it, unless that was written (json.h) */
    bool used;        /* a line was selected in it */
    bool matched;     /* a file was finished in it that has selected lines */
    bool troubled, fatal;
    bool left; /* some of it has been written */

    /* Names: either those of the command line, or some of the entries of a folder; [name, last). */
    struct folder *folder;
    size_t name, last;

    struct file *file;
    uint64_t index, lo, hi; /* which piece */
    struct buffer buffer;   /* of a stream: its lines, */
    struct lines lines;     /* which were read already */
    bool was_read;
    struct survey_part survey;
    struct findings findings;
    struct totals totals; /* of the files that were finished in it */
    int error;            /* the piece could not be read */
};

/* NULL: no memory, which is put down as the job's error; who works on an item then stops it. */
struct item *item_new(struct job *job, enum item_kind kind);
void item_free(struct item *item);

/* Put down the error that ends everything; the first one counts. */
void job_note_error(struct job *job, int error);

/* The same, and stop. */
void job_stop(struct job *job, int error);

/* Say that the name cannot be read, unless -s is given. */
void item_complain(struct job *job, struct item *item, const char *name, int error);

#endif
