/* SPDX-License-Identifier: MIT */
/* Temporary files (see temporary.h). */
#include "sort/runs/temporary.h"
#include "sort/runs/filter.h"
#include "common/output/quote.h"
#include "sort/options/sort_size.h"

#include "common/diagnostics.h"
#include "common/files/temporary_file.h"

#include <cupro/error.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Descriptors that compressed runs leave to pipes and inputs. */
#define RESERVED_FILES 8

int temporary_open(struct temporary_store *store, const char *const *paths, size_t count,
                   const char *compress_program)
{
    const char *const usual = temporary_directory();
    if (count == 0)
        paths = &usual;
    *store = (struct temporary_store){.count = count > 0 ? count : 1,
                                      .compress_program = compress_program};
    store->directories = calloc(store->count, sizeof *store->directories);
    if (!store->directories)
        return CUPRO_ENOMEM;
    for (size_t i = 0; i < store->count; i++)
        store->directories[i] = (struct temporary_directory){paths[i], -1, 0};
    return 0;
}

void temporary_close(struct temporary_store *store)
{
    for (size_t i = 0; i < store->count; i++) {
        if (store->directories[i].fd >= 0)
            close(store->directories[i].fd);
    }
    free(store->directories);
}

static int create_file(const char *directory)
{
    const int fd = temporary_file(directory);
    if (fd < 0)
        fail("cannot create temporary file in %s: %s", quote_name_always(directory),
             strerror(errno));
    return fd;
}

/* Open the file of a compressed run. -1: there are too few descriptors for one. */
static int create_run_file(const struct temporary_store *store, const char *directory)
{
    const uint64_t most = sort_most_fan_in(), reserve = RESERVED_FILES + store->count;
    const int fd = create_file(directory);
    if ((uint64_t)fd + reserve < most)
        return fd;
    close(fd);
    return -1;
}

void temporary_begin(struct temporary_run *run, struct temporary_store *store)
{
    struct temporary_directory *directory = &store->directories[store->next++ % store->count];
    *run = (struct temporary_run){.store = store, .directory = directory};
    run->source.name = directory->path;
    run->source.fd = -1;
    if (store->compress_program && !store->complained)
        run->source.fd = create_run_file(store, directory->path);
    if (run->source.fd >= 0) {
        run->child = filter_start_writing(store->compress_program, run->source.fd, &run->to);
        if (run->child > 0)
            return;
        complain("couldn't execute compress program: %s", strerror(errno));
        close(run->source.fd);
        run->child = 0;
        store->complained = true;
    }
    if (directory->fd < 0)
        directory->fd = create_file(directory->path);
    run->source.fd = run->to = directory->fd;
    run->source.extent = true;
    run->source.at = run->source.end = directory->end;
}

int temporary_put(void *to, const char *text, size_t length, size_t lines)
{
    struct temporary_run *run = to;
    (void)lines;
    while (length > 0) {
        const ssize_t written = run->child ? write(run->to, text, length)
                                           : pwrite(run->to, text, length, (off_t)run->source.end);
        if (written >= 0) {
            text += written;
            length -= (size_t)written;
            run->source.end += (size_t)written;
        } else if (errno != EINTR) {
            fail("write failed: temporary file in %s: %s", quote_name(run->directory->path),
                 strerror(errno));
        }
    }
    return 0;
}

struct run_source temporary_end(struct temporary_run *run)
{
    if (run->child) {
        close(run->to);
        filter_wait(run->child, run->store->compress_program, "");
    } else {
        run->directory->end = run->source.end;
    }
    return run->source;
}

void temporary_start_reading(const struct temporary_store *store, struct run_source *source)
{
    if (source->extent)
        return;
    const int file = source->fd;
    if (lseek(file, 0, SEEK_SET) < 0)
        fail_errno("read failed", quote_name(source->name));
    source->child = filter_start_reading(store->compress_program, file, &source->fd);
    if (source->child < 0)
        fail("couldn't execute compress program: %s -d: %s", store->compress_program,
             strerror(errno));
    close(file);
}

void temporary_stop_reading(const struct temporary_store *store, struct run_source *source)
{
    if (source->extent)
        return;
    close(source->fd);
    filter_wait(source->child, store->compress_program, " [-d]");
}
