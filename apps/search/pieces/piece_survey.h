/* SPDX-License-Identifier: MIT */
/*
 * What the pieces of a file say of the pieces behind them: how many lines there are, and whether
 * something was found that makes the file binary. Each piece passes its own part as soon as it has
 * been read, and hardly ever has to wait for what those before it have passed.
 */
#ifndef SEARCH_PIECE_SURVEY_H
#define SEARCH_PIECE_SURVEY_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/* A piece's place in the survey. It must stay until all before it have passed. */
struct survey_part {
    struct survey_part *next;
    uint64_t index;
    uint64_t lines; /* its own */
    bool binary;
    uint64_t lines_before; /* once it is known */
    bool binary_before;
    bool known;
};

struct survey {
    pthread_mutex_t lock; /* guards what follows, and the parts that were passed */
    pthread_cond_t changed;
    uint64_t next; /* the index of the first part that has not been passed */
    uint64_t lines;
    bool binary;
    struct survey_part *early; /* parts that those before them are missing for, in their order */
    int waiting;
};

void survey_open(struct survey *survey);
void survey_close(struct survey *survey);

/* Pass the part, with its index and what is its own. Each index from 0 on must be passed. */
void survey_pass(struct survey *survey, struct survey_part *part);

/* Wait until the part, which was passed, knows what stands before it. */
void survey_wait(struct survey *survey, struct survey_part *part);

#endif
