/* SPDX-License-Identifier: MIT */
/*
 * Areas (see areas.h): a balanced tree (libc's tsearch) in the order of addresses, in which areas
 * that overlap are equal, under one lock. A visit costs less than a tenth of the system calls that
 * it goes with. A fork has to wait for it: the child gets a tree that is whole.
 */
#include "memory/areas.h"

#include "runtime/pools/fork.h"

#include <pthread.h>
#include <search.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static void *tree;

static void begin(void)
{
    cupro__fork_forbid();
    pthread_mutex_lock(&lock);
}

static void end(void)
{
    pthread_mutex_unlock(&lock);
    cupro__fork_allow();
}

static int compare(const void *left, const void *right)
{
    const struct cupro__area *a = left, *b = right;
    if (a->memory + a->whole <= b->memory)
        return -1;
    return b->memory + b->whole <= a->memory;
}

static struct cupro__area *find(const void *memory, size_t bytes)
{
    const struct cupro__area wanted = {.memory = (char *)memory, .whole = bytes};
    struct cupro__area **found = tfind(&wanted, &tree, compare);
    return found != NULL ? *found : NULL;
}

bool cupro__areas_add(const struct cupro__area *area)
{
    struct cupro__area *own = malloc(sizeof *own);
    if (own == NULL)
        return false;
    *own = *area;
    begin();
    bool listed = tsearch(own, &tree, compare) != NULL;
    end();
    if (!listed)
        free(own);
    return listed;
}

bool cupro__areas_take(const void *memory, struct cupro__area *area)
{
    begin();
    struct cupro__area *found = find(memory, 1);
    if (found != NULL && found->memory != memory)
        found = NULL;
    if (found != NULL)
        tdelete(found, &tree, compare);
    end();
    if (found == NULL)
        return false;
    *area = *found;
    free(found);
    return true;
}

bool cupro__areas_find(const void *memory, size_t bytes, struct cupro__area *area)
{
    begin();
    struct cupro__area *found = find(memory, bytes);
    if (found != NULL)
        *area = *found;
    end();
    return found != NULL;
}
