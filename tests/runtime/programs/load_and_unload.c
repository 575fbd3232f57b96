/* SPDX-License-Identifier: MIT */
/*
 * A program that does not link the library, loads it, uses it and unloads it again, fifty times:
 *
 *     load_and_unload libcupro.so
 *
 * libgomp's threads outlive the dlclose; they must not wake up in code that is gone.
 */
#include <cupro.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CYCLES = 50, N = 1000 };

static const char *library;

static int add(size_t lo, size_t hi, void *ctx)
{
    atomic_fetch_add((atomic_size_t *)ctx, hi - lo);
    return 0;
}

typedef int for_with(size_t n, cupro_body *body, const cupro_call *call);
typedef int pool_open_with(cupro_pool **pool, const cupro_pool_options *options);
typedef int pool_close(cupro_pool *pool);

/* POSIX has it that a function's address survives the way through void *. */
static void *find(void *handle, const char *name)
{
    void *symbol = dlsym(handle, name);
    if (symbol == NULL)
        fprintf(stderr, "%s\n", dlerror());
    return symbol;
}

static int run_loop(for_with *loop, cupro_pool *pool)
{
    atomic_size_t visits = 0;
    int error = loop(N, add, &(cupro_call){.ctx = &visits, .grain = 10, .pool = pool});
    return error == 0 && visits != N ? 1 : error;
}

static int use(void *handle)
{
    for_with *loop;
    pool_open_with *open;
    pool_close *close;
    *(void **)&loop = find(handle, "cupro_for_with");
    *(void **)&open = find(handle, "cupro_pool_open_with");
    *(void **)&close = find(handle, "cupro_pool_close");
    if (loop == NULL || open == NULL || close == NULL)
        return 1;
    cupro_pool *pool;
    int error = run_loop(loop, NULL);
    if (error == 0)
        error = open(&pool, &(cupro_pool_options){.threads = 3, .bind = CUPRO_BIND_CORE});
    if (error == 0)
        error = run_loop(loop, pool);
    return error == 0 ? close(pool) : error;
}

static void *cycle(void *arg)
{
    int *error = arg;
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL)
        fprintf(stderr, "%s\n", dlerror());
    *error = handle != NULL ? use(handle) : 1;
    if (handle != NULL)
        dlclose(handle);
    return NULL;
}

/* In turn on this thread, on one that ends, and in a child. */
static int cycle_somewhere(int number)
{
    int error = 0, status = 0;
    pthread_t thread;
    if (number % 5 == 4) {
        pid_t child = fork();
        if (child == 0) {
            cycle(&error);
            _exit(error != 0);
        }
        return waitpid(child, &status, 0) == child && status == 0 ? 0 : 1;
    }
    if (number % 2 == 0)
        cycle(&error);
    else if (pthread_create(&thread, NULL, cycle, &error) == 0)
        pthread_join(thread, NULL);
    return error;
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return EXIT_FAILURE;
    library = argv[1];
    for (int i = 0; i < CYCLES; i++) {
        int error = cycle_somewhere(i);
        if (error != 0) {
            fprintf(stderr, "cycle %d: %d\n", i, error);
            return EXIT_FAILURE;
        }
        nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
    }
    return EXIT_SUCCESS;
}
