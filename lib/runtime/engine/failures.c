/* SPDX-License-Identifier: MIT */
/* Lists of failures (see failures.h). */
#include "runtime/engine/failures.h"

#include <stdlib.h>

void cupro_failures_free(cupro_failures *failures)
{
    if (failures == NULL)
        return;
    free(failures->items);
    *failures = (cupro_failures){0};
}

void cupro__failure_log_open(struct cupro__failure_log *log, cupro_failures *list)
{
    log->list = list;
    log->short_of_memory = false;
    pthread_mutex_init(&log->lock, NULL);
    list->count = 0;
}

static bool has_room(cupro_failures *list)
{
    if (list->count < list->room)
        return true;
    size_t room = list->room > 0 ? 2 * list->room : 16;
    void *items = realloc(list->items, room * sizeof *list->items);
    if (items == NULL)
        return false;
    list->items = items;
    list->room = room;
    return true;
}

void cupro__failure_log_add(struct cupro__failure_log *log, size_t index, int code)
{
    pthread_mutex_lock(&log->lock);
    if (has_room(log->list))
        log->list->items[log->list->count++] = (cupro_failure){index, code};
    else
        log->short_of_memory = true;
    pthread_mutex_unlock(&log->lock);
}

static int by_index(const void *left, const void *right)
{
    size_t a = ((const cupro_failure *)left)->index, b = ((const cupro_failure *)right)->index;
    return (a > b) - (a < b);
}

bool cupro__failure_log_close(struct cupro__failure_log *log)
{
    if (log->list->count > 1)
        qsort(log->list->items, log->list->count, sizeof *log->list->items, by_index);
    pthread_mutex_destroy(&log->lock);
    return !log->short_of_memory;
}
