/* SPDX-License-Identifier: MIT */
/*
 * Reading inputs (see intake.h).
 *
 * Files that can seek are read by all threads, a megabyte at a time, which count the lines while
 * they are in the cache; so the area is as full as the budget allows and no fuller. mmap would save
 * a copy, but not the memory, and kills the program when somebody truncates the file.
 */
#include "sort/blocks/intake.h"
#include "common/output/quote.h"

#include "common/diagnostics.h"

#include <cupro.h>

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE      ((size_t)1 << 20) /* read by one thread at a time */
#define FIRST_GULP ((size_t)1 << 20) /* tells how long lines are */
#define LEAST_GULP ((size_t)1 << 14)
#define MOST_GULP  ((size_t)1 << 28)
#define PIPE_GULP  ((size_t)1 << 16)

void intake_open(struct intake *intake, const struct sort_options *options, struct stats *stats,
                 struct progress *progress)
{
    *intake = (struct intake){.names = &options->inputs,
                              .line_end = options->line_end,
                              .mode = sort_stream_mode(options),
                              .stats = stats,
                              .progress = progress,
                              .fd = -1};
}

static void close_current(struct intake *intake)
{
    stream_free(intake->stream);
    intake->stream = NULL;
    intake_close_fd(intake->fd);
    intake->fd = -1;
}

void intake_close(struct intake *intake)
{
    close_current(intake);
    area_free(&intake->area);
}

void intake_check_names(const struct names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        const char *path = names->item[i].path;
        if (strcmp(path, "-") != 0 && euidaccess(path, R_OK) != 0)
            fail_errno("cannot read", quote_name(path));
    }
}

int intake_open_name(const char *name)
{
    if (strcmp(name, "-") == 0)
        return STDIN_FILENO;
    const int fd = open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        fail_errno("open failed", quote_name(name));
    return fd;
}

void intake_close_fd(int fd)
{
    if (fd > STDIN_FILENO)
        close(fd);
}

void intake_fail_read(const char *name, int error)
{
    fail("read failed: %s: %s", quote_name(name), stream_error_text(error));
}

static const char *current_name(const struct intake *intake)
{
    return intake->names->item[intake->next - 1].path;
}

/* Whether it is a file that can be read in pieces. */
static bool has_pieces(const struct intake *intake, const struct stat *status, off_t begin)
{
    return S_ISREG(status->st_mode) && status->st_size > 0 && begin >= 0 &&
           !(intake->mode != STREAM_AS_IT_IS && stream_is_packed(intake->fd, (uint64_t)begin));
}

static void open_next(struct intake *intake)
{
    const char *name = intake->names->item[intake->next++].path;
    struct stat status;
    intake->fd = intake_open_name(name);
    /* hold_standard_descriptors has opened it, for writing only, if it was closed. */
    if (intake->fd == STDIN_FILENO && (fcntl(STDIN_FILENO, F_GETFL) & O_ACCMODE) == O_WRONLY) {
        errno = EBADF;
        fail_errno("stat failed", quote_name(name));
    }
    if (fstat(intake->fd, &status) < 0)
        fail_errno("stat failed", quote_name(name));
    const off_t begin = intake->fd == STDIN_FILENO ? lseek(intake->fd, 0, SEEK_CUR) : 0;
    if (has_pieces(intake, &status, begin)) {
        intake->at = (uint64_t)begin;
        intake->size = (uint64_t)status.st_size;
        if (intake->size < intake->at)
            intake->size = intake->at;
        return;
    }
    posix_fadvise(intake->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    intake->stream = stream_new(intake->fd, intake->mode);
    if (!intake->stream)
        fail("memory exhausted");
}

size_t count_line_ends(const char *bytes, size_t length, char line_end)
{
    size_t count = 0;
    while (length > 0) {
        const size_t part = length < 4096 ? length : 4096;
        unsigned ends = 0;
        for (size_t i = 0; i < part; i++)
            ends += bytes[i] == line_end;
        count += ends;
        bytes += part;
        length -= part;
    }
    return count;
}

struct reading {
    int fd;
    uint64_t offset; /* where the first byte stands in the file */
    char *to;
    char line_end;
    atomic_size_t lines, shortest; /* the latter: where the file ended, if it has become shorter */
};

/* Returns errno. */
static int read_piece(size_t lo, size_t hi, void *ctx)
{
    struct reading *reading = ctx;
    size_t at = lo;
    while (at < hi) {
        const ssize_t got =
            pread(reading->fd, reading->to + at, hi - at, (off_t)(reading->offset + at));
        if (got == 0)
            break;
        if (got > 0)
            at += (size_t)got;
        else if (errno != EINTR)
            return errno;
    }
    atomic_fetch_add(&reading->lines,
                     count_line_ends(reading->to + lo, at - lo, reading->line_end));
    size_t shortest = atomic_load(&reading->shortest);
    while (at < hi && at < shortest &&
           !atomic_compare_exchange_weak(&reading->shortest, &shortest, at))
        ;
    return 0;
}

static void add_bytes(struct intake *intake, size_t count, size_t lines)
{
    intake->area.used += count;
    intake->lines += lines;
    stats_add(intake->stats, count, lines);
    progress_add(intake->progress, count);
}

/* Read from a file that can seek, in parallel. Returns the bytes read. */
static size_t read_pieces(struct intake *intake, size_t most)
{
    const uint64_t left = intake->size - intake->at;
    const size_t wanted = left < most ? (size_t)left : most;
    struct reading reading = {
        .fd = intake->fd,
        .offset = intake->at,
        .to = intake->area.bytes + intake->area.used,
        .line_end = intake->line_end,
    };
    atomic_init(&reading.lines, 0);
    atomic_init(&reading.shortest, wanted);
    const int error = cupro_chunks(wanted, PIECE, read_piece, &reading, .grain = 1);
    if (error > 0)
        intake_fail_read(current_name(intake), error);
    if (error < 0)
        fail_code(error);
    const size_t got = atomic_load(&reading.shortest);
    add_bytes(intake, got, atomic_load(&reading.lines));
    intake->at += got;
    if (got < wanted)
        intake->size = intake->at;
    return got;
}

/* Read once from a stream. */
static size_t read_stream(struct intake *intake, size_t most)
{
    char *to = intake->area.bytes + intake->area.used;
    size_t got;
    const int error = stream_read(intake->stream, to, most, &got);
    if (error)
        intake_fail_read(current_name(intake), error);
    add_bytes(intake, got, count_line_ends(to, got, intake->line_end));
    return got;
}

static size_t read_more(struct intake *intake, size_t most)
{
    if (intake->stream)
        return read_stream(intake, most);
    /* By what it has grown since it was opened is not read. */
    return intake->at < intake->size ? read_pieces(intake, most) : 0;
}

/* The input is at its end: end its last line. */
static void end_input(struct intake *intake)
{
    struct area *area = &intake->area;
    if (area->used > intake->whole && area->bytes[area->used - 1] != intake->line_end) {
        if (area_reserve(area, area->used + 1))
            fail("memory exhausted");
        area->bytes[area->used++] = intake->line_end;
        intake->lines++;
        stats_add(intake->stats, 0, 1);
    }
    /* Who reads on after us finds standard input at its end, as if it had been read by read(). */
    if (intake->fd == STDIN_FILENO && !intake->stream)
        lseek(STDIN_FILENO, (off_t)intake->at, SEEK_SET);
    close_current(intake);
}

/* How much to read next, so that the budget is not exceeded if lines go on as they are. */
static size_t next_gulp(const struct intake *intake, uint64_t budget, size_t cost)
{
    const uint64_t taken = intake->area.used + (uint64_t)intake->lines * cost;
    if (intake->area.used < FIRST_GULP)
        return budget / 8 < FIRST_GULP ? (size_t)(budget / 8) | LEAST_GULP : FIRST_GULP;
    const double part = (double)intake->area.used / (double)taken;
    const double gulp = (double)(budget - taken) * part;
    return gulp < (double)MOST_GULP ? (size_t)gulp | LEAST_GULP : MOST_GULP;
}

static void gulp(struct intake *intake, size_t most)
{
    const bool pieces = !intake->stream;
    const uint64_t left = intake->size - intake->at;
    if (pieces && left < most)
        most = (size_t)left;
    if (!pieces && most > PIPE_GULP)
        most = PIPE_GULP;
    /* An area that has to grow for a stream grows by a part of itself. */
    const size_t needed = intake->area.used + most;
    if (needed > intake->area.room &&
        area_reserve(&intake->area, pieces ? needed : needed + intake->area.used / 8))
        fail("memory exhausted");
    if (read_more(intake, most) == 0)
        end_input(intake);
}

bool intake_is_empty(const struct intake *intake)
{
    return intake->fd < 0 && intake->next == intake->names->count &&
           intake->area.used == intake->whole;
}

bool intake_fill(struct intake *intake, uint64_t budget, size_t cost)
{
    struct area *area = &intake->area;
    const size_t begun = area->used - intake->whole;
    if (begun > 0)
        memmove(area->bytes, area->bytes + intake->whole, begun);
    area->used = begun;
    intake->whole = 0;
    intake->lines = 0;
    for (;;) {
        const bool full = area->used + (uint64_t)intake->lines * cost >= budget;
        if (full && intake->lines > 0)
            break;
        if (intake->fd < 0 && intake->next == intake->names->count)
            break;
        if (intake->fd < 0)
            open_next(intake);
        else
            gulp(intake, full ? area->used | LEAST_GULP : next_gulp(intake, budget, cost));
    }
    const char *last = area->used > 0 ? memrchr(area->bytes, intake->line_end, area->used) : NULL;
    intake->whole = last ? (size_t)(last - area->bytes) + 1 : 0;
    return intake->whole > 0;
}
