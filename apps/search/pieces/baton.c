/* SPDX-License-Identifier: MIT */
/* Turns (see baton.h). */
#include "search/pieces/baton.h"

void baton_open(struct baton *baton, uint64_t most)
{
    *baton = (struct baton){.state = {.left = most, .last = NOWHERE, .behind = NOWHERE}};
    pthread_mutex_init(&baton->lock, NULL);
    pthread_cond_init(&baton->changed, NULL);
}

void baton_close(struct baton *baton)
{
    pthread_cond_destroy(&baton->changed);
    pthread_mutex_destroy(&baton->lock);
}

void baton_take(struct baton *baton, uint64_t piece)
{
    pthread_mutex_lock(&baton->lock);
    baton->waiting++;
    while (baton->turn != piece)
        pthread_cond_wait(&baton->changed, &baton->lock);
    baton->waiting--;
    pthread_mutex_unlock(&baton->lock);
}

void baton_pass(struct baton *baton)
{
    pthread_mutex_lock(&baton->lock);
    baton->turn++;
    if (baton->waiting > 0)
        pthread_cond_broadcast(&baton->changed);
    pthread_mutex_unlock(&baton->lock);
}
