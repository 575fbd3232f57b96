/* SPDX-License-Identifier: MIT */
/* Wrapped functions (see faults.h). */
#include "runtime/faults/faults.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>

static atomic_bool armed, failed;
static atomic_int countdown;
static atomic_long blocks, calls;
static enum fault armed_for;
static bool goes_on;

void faults_arm(enum fault fault, int which, bool on)
{
    armed_for = fault;
    goes_on = on;
    atomic_store(&countdown, which);
    atomic_store(&failed, false);
    atomic_store(&armed, true);
}

bool faults_disarm(void)
{
    atomic_store(&armed, false);
    return atomic_load(&failed);
}

long faults_blocks(void)
{
    return atomic_load(&blocks);
}

long faults_calls(void)
{
    return atomic_load(&calls);
}

static bool strikes(enum fault fault)
{
    atomic_fetch_add(&calls, 1);
    if (!atomic_load(&armed) || fault != armed_for)
        return false;
    int left = atomic_fetch_sub(&countdown, 1);
    bool now = left == 1 || (goes_on && left < 1);
    if (now)
        atomic_store(&failed, true);
    return now;
}

static void *counted(void *block)
{
    if (block != NULL)
        atomic_fetch_add(&blocks, 1);
    return block;
}

static void *refused(void)
{
    errno = ENOMEM;
    return NULL;
}

/* The linker's names: __wrap_f is called for f, and calls f as __real_f. */
void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__real_realloc(void *block, size_t size);
void *__wrap_realloc(void *block, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
int __real_posix_memalign(void **block, size_t alignment, size_t size);
int __wrap_posix_memalign(void **block, size_t alignment, size_t size);
char *__real_strdup(const char *text);
char *__wrap_strdup(const char *text);
void __real_free(void *block);
void __wrap_free(void *block);
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*start)(void *),
                          void *arg);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*start)(void *),
                          void *arg);

void *__wrap_malloc(size_t size)
{
    return strikes(FAULT_OF_MEMORY) ? refused() : counted(__real_malloc(size));
}

void *__wrap_calloc(size_t n, size_t size)
{
    return strikes(FAULT_OF_MEMORY) ? refused() : counted(__real_calloc(n, size));
}

void *__wrap_realloc(void *block, size_t size)
{
    if (strikes(FAULT_OF_MEMORY))
        return refused();
    void *moved = __real_realloc(block, size);
    return block == NULL ? counted(moved) : moved;
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return strikes(FAULT_OF_MEMORY) ? refused() : counted(__real_aligned_alloc(alignment, size));
}

int __wrap_posix_memalign(void **block, size_t alignment, size_t size)
{
    if (strikes(FAULT_OF_MEMORY))
        return ENOMEM;
    int error = __real_posix_memalign(block, alignment, size);
    if (error == 0)
        counted(*block);
    return error;
}

char *__wrap_strdup(const char *text)
{
    return strikes(FAULT_OF_MEMORY) ? refused() : counted(__real_strdup(text));
}

void __wrap_free(void *block)
{
    if (block != NULL)
        atomic_fetch_sub(&blocks, 1);
    __real_free(block);
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*start)(void *),
                          void *arg)
{
    return strikes(FAULT_OF_THREADS) ? EAGAIN : __real_pthread_create(thread, attr, start, arg);
}
