/* SPDX-License-Identifier: MIT */
/*
 * What is printed of a piece depends on what was printed before it when there is context, or when
 * only so many lines are wanted. Then pieces are searched at the same time, but printed one after
 * the other: who has the baton may print.
 */
#ifndef SEARCH_BATON_H
#define SEARCH_BATON_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NOWHERE UINT64_MAX

/* How far the printing of a file is. */
struct print_state {
    bool used;       /* a line was selected */
    uint64_t left;   /* so many more may be */
    size_t pending;  /* lines of context that are still to come */
    uint64_t last;   /* offset behind the last line that was printed, or NOWHERE */
    uint64_t behind; /* the same of the last one that was selected */
};

struct baton {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    uint64_t turn; /* the piece that may print */
    int waiting;
    struct print_state state; /* belongs to that piece */
};

void baton_open(struct baton *baton, uint64_t most);
void baton_close(struct baton *baton);

/* Wait for the piece's turn. */
void baton_take(struct baton *baton, uint64_t piece);

/* It is the next piece's turn. */
void baton_pass(struct baton *baton);

#endif
