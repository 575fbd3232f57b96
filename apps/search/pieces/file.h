/* SPDX-License-Identifier: MIT */
/* A file that is searched, by one thread or by many. */
#ifndef SEARCH_FILE_H
#define SEARCH_FILE_H

#include "search/job.h"
#include "search/pieces/baton.h"
#include "search/pieces/piece_survey.h"

#include "common/input/input_lines.h"

/* What came out of a part of a file, or of all of it. */
struct findings {
    uint64_t selected;          /* lines; where none are counted, at least one if there is one */
    bool binary;                /* there was a zero byte that makes a file binary, */
    bool binary_selected;       /* and a line was selected behind its beginning */
    bool bad_coding;            /* a selected line was not printed because it is not UTF-8 */
    uint64_t nul;               /* offset of the first such byte, */
    uint64_t matches;           /* in the lines that were printed, if they were looked for */
    uint64_t searched, printed; /* bytes */
    uint64_t behind; /* offset behind the last selected line, if only so many were wanted */
    bool all_found;  /* they were found */
};

/* Nothing, at first. */
extern const struct findings findings_none;

void findings_add(struct findings *all, const struct findings *part);

/* Add what came out of a file of which so many lines are selected. */
void totals_add(struct totals *totals, const struct findings *findings, uint64_t selected);

#define NO_PIECE UINT64_MAX

struct file {
    atomic_size_t users;
    const char *path; /* to open it; "-" is standard input */
    const char *name; /* as it is printed */
    char *own_path;   /* what those two point into, if it belongs to the file */
    bool shows_name;  /* before each line */
    struct input input;
    struct line_stream stream;
    int column_width;   /* of numbers, under -T */
    bool binary_head;   /* it is binary from its beginning on */
    uint64_t next_lo;   /* of the piece to be cut off next */
    uint64_t pieces;    /* that were cut off */
    atomic_ullong last; /* nothing behind this piece is wanted */
    struct survey survey;
    struct baton baton;
    struct findings findings; /* of the pieces that have left */
    bool begun;               /* its beginning was written (json.h) */
    bool failed;              /* a piece could not be read; nothing behind it counts */
};

/* What standard input is called. */
const char *standard_name(const struct job *job);

/* Open a file whose input was opened, for pieces. NULL: no memory. The path is copied. */
struct file *file_new(struct job *job, const struct file *opened);

void file_hold(struct file *file);
void file_release(struct file *file);

/* Nothing behind this piece is wanted. */
void file_end_at(struct file *file, uint64_t piece);

/* All of a file has been searched: print its count, its name, or a message. Whether there are
 * selected lines. */
bool file_finish(struct job *job, struct totals *totals, const struct file *file,
                 const struct findings *findings, struct page *page);

#endif
