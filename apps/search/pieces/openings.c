/* SPDX-License-Identifier: MIT */
/* Opening files (see openings.h). */
#include "search/pieces/openings.h"
#include "search/pieces/folder.h"
#include "search/pieces/search_lines.h"

#include "common/files/long_path.h"

#include <cupro/error.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* grep looks at so much of a file to tell whether it is binary. */
#define HEAD_BYTES ((size_t)96 << 10)

#define MOST_OPERANDS 16 /* handed out at once, if there are many */

/* A name that is being opened. */
struct opening {
    const char *path, *name;
    int folder;        /* the directory it is in, or AT_FDCWD, */
    const char *entry; /* and its name there */
    bool given;        /* on the command line */
    bool is_standard;
    struct stat status;
};

static bool is_device(const struct stat *status)
{
    return S_ISCHR(status->st_mode) || S_ISBLK(status->st_mode) || S_ISSOCK(status->st_mode) ||
           S_ISFIFO(status->st_mode);
}

static bool skips_devices(const struct search_options *options, bool given)
{
    return options->devices == DEVICES_SKIP || (options->devices == DEVICES_READ_NAMED && !given);
}

/* Whether it is not to be searched, which is no error. */
static bool is_left_out(const struct search_options *options, const struct opening *opening)
{
    const bool is_folder = S_ISDIR(opening->status.st_mode);
    if (opening->is_standard)
        return false;
    if (skips_devices(options, opening->given) && is_device(&opening->status))
        return true;
    if (is_folder && options->directories == DIRECTORIES_SKIP)
        return true;
    if (!opening->given || (is_folder && options->input_count == 0))
        return false;
    return globs_leave_out(is_folder ? &options->tree.directories : &options->tree.files,
                           opening->name);
}

/* A file that is written to must not be read too: it would never end. */
static bool is_the_output(const struct job *job, const struct opening *opening)
{
    const struct plan *plan = &job->plan;
    return plan->writes_a_file && S_ISREG(opening->status.st_mode) &&
           opening->status.st_ino == plan->out_inode && opening->status.st_dev == plan->out_device;
}

/* Open it. -1: errno says why not. */
static int open_it(const struct search_options *options, const struct opening *opening)
{
    if (opening->is_standard)
        return STDIN_FILENO;
    int flags = O_RDONLY | O_NOCTTY;
    if (!opening->given && !options->follow)
        flags |= O_NOFOLLOW;
    if (skips_devices(options, opening->given))
        flags |= O_NONBLOCK;
    if (opening->folder >= 0)
        return openat(opening->folder, opening->entry, flags | O_CLOEXEC);
    return long_path_open(opening->path, flags);
}

/* The same, as soon as there is a descriptor. */
static int open_patiently(struct job *job, const struct opening *opening)
{
    uint64_t seen = open_gate_enter(&job->descriptors.gate);
    int fd, error;
    do {
        fd = open_it(job->options, opening);
        error = fd < 0 ? errno : 0;
    } while (open_gate_again(&job->descriptors.gate, error, &seen));
    errno = error;
    return fd;
}

/* As many columns as the largest number may need; a stream's is not known. */
static int column_width(const struct search_options *options, const struct stat *status)
{
    uint64_t number = S_ISREG(status->st_mode) ? (uint64_t)status->st_size : INT64_MAX;
    int width = 0;
    if (!options->tabs)
        return 0;
    number += options->line_numbers;
    for (; number > 0 || width == 0; number /= 10)
        width++;
    return width;
}

static bool shows_name(const struct search_options *options, bool given)
{
    if (options->names != NAMES_BY_NUMBER)
        return options->names == NAMES_ALWAYS;
    return options->input_count > 1 || !given;
}

/* -- What it is -------------------------------------------------------------------------------- */

/* Does a file with these bytes at its beginning, which may have holes, count as binary? */
static bool has_binary_head(const struct file *file, const unsigned char *bytes, size_t length)
{
    if (memchr(bytes, '\0', length < HEAD_BYTES ? length : HEAD_BYTES))
        return true;
    if (file->input.stream || file->input.size - file->input.begin <= HEAD_BYTES)
        return false;
    const off_t hole = lseek(file->input.fd, (off_t)file->input.begin, SEEK_HOLE);
    if (file->input.fd == STDIN_FILENO)
        lseek(file->input.fd, (off_t)file->input.size, SEEK_SET);
    return hole >= 0 && (uint64_t)hole < file->input.size;
}

/* It fits one piece. False: it is compressed, and has to be read otherwise. */
static bool read_whole(struct worker *worker, struct item *item, struct file *file,
                       struct lines *lines)
{
    struct job *job = worker->job;
    const struct line_wish wish = {job->options->end, 0};
    int error = input_read_lines(&file->input, file->input.begin, file->input.size, &wish,
                                 &worker->buffer, lines);
    if (!error && job->plan.decompresses)
        error = input_decompress(&file->input, lines->bytes, lines->length);
    if (file->input.stream)
        return false;
    if (error == CUPRO_ENOMEM)
        job_stop(job, error);
    if (error)
        item_complain(job, item, file->name, error);
    progress_add(&job->progress, lines->length);
    if (job->plan.notes_nuls && lines->length > 0)
        file->binary_head = has_binary_head(file, lines->bytes, lines->length);
    return true;
}

static void search_whole(struct worker *worker, struct item *item, struct file *file,
                         struct lines *lines)
{
    struct findings findings = findings_none;
    if (lines->length > 0)
        search_lines(worker, file, item, lines, true, &findings);
    item->matched |= file_finish(worker->job, &item->totals, file, &findings, &item->page);
}

/* The names that are left come behind what is put behind the item next. */
static void put_rest_behind(struct worker *worker, struct item *item)
{
    struct item *rest = item->name < item->last ? item_new(worker->job, ITEM_NAMES) : NULL;
    if (!rest)
        return;
    rest->folder = item->folder;
    if (rest->folder)
        folder_hold_open(rest->folder);
    rest->name = item->name;
    rest->last = item->last;
    ordered_put_behind(&worker->job->ordered, &item->head, &rest->head);
}

/* It is searched in pieces, behind this item. */
static void put_file_behind(struct worker *worker, struct item *item, const struct file *opened)
{
    struct job *job = worker->job;
    struct item *behind = item_new(job, ITEM_FILE);
    struct file *file = behind ? file_new(job, opened) : NULL;
    if (!file) {
        struct input input = opened->input;
        input_close(&input);
        item_free(behind);
        job_stop(job, CUPRO_ENOMEM);
        return;
    }
    behind->file = file;
    if (!file->input.stream) {
        size_t filled = 0;
        behind->head.splits = true;
        if (job->plan.notes_nuls && !buffer_reserve(&worker->buffer, HEAD_BYTES) &&
            !input_fill(&file->input, &worker->buffer, &filled, HEAD_BYTES, HEAD_BYTES,
                        file->input.begin))
            file->binary_head = has_binary_head(file, worker->buffer.bytes, filled);
    }
    put_rest_behind(worker, item);
    ordered_put_behind(&job->ordered, &item->head, &behind->head);
}

static void put_folder_behind(struct worker *worker, struct item *item, const char *path)
{
    struct item *behind = item_new(worker->job, ITEM_FOLDER);
    struct folder *folder = behind ? folder_new(NULL, path) : NULL;
    if (!folder) {
        item_free(behind);
        job_stop(worker->job, CUPRO_ENOMEM);
        return;
    }
    behind->folder = folder;
    put_rest_behind(worker, item);
    ordered_put_behind(&worker->job->ordered, &item->head, &behind->head);
}

/* What was opened and cannot be searched has no lines. */
static void finish_unread(struct worker *worker, struct item *item, const struct file *file,
                          int error)
{
    item_complain(worker->job, item, file->name, error);
    file_finish(worker->job, &item->totals, file, &findings_none, &item->page);
}

/* Search an open file, or put it and the rest of the names behind the item: then true. */
static bool search_open(struct worker *worker, struct item *item, const struct opening *opening,
                        int fd)
{
    struct job *job = worker->job;
    const struct search_options *options = job->options;
    struct open_gate *gate = &job->descriptors.gate;
    struct lines lines;
    struct file file = {.path = opening->path,
                        .name = opening->name,
                        .shows_name = shows_name(options, opening->given),
                        .input.fd = fd,
                        .column_width = column_width(options, &opening->status)};
    if (S_ISDIR(opening->status.st_mode)) {
        finish_unread(worker, item, &file, EISDIR);
        input_close(&file.input);
        open_gate_leave(gate);
        return false;
    }
    const bool small =
        S_ISREG(opening->status.st_mode) && (uint64_t)opening->status.st_size <= options->piece;
    const int error =
        input_adopt(&file.input, fd, &opening->status, job->plan.decompresses && !small, 0);
    if (error) {
        open_gate_leave(gate);
        finish_unread(worker, item, &file, error);
        return false;
    }
    if (file.input.stream || file.input.size - file.input.begin > options->piece ||
        !read_whole(worker, item, &file, &lines)) {
        open_gate_leave(gate); /* it waits for others, who must not wait for it */
        put_file_behind(worker, item, &file);
        return true;
    }
    if (!opening->is_standard) /* where that is left is decided when it has been searched */
        input_close(&file.input);
    open_gate_leave(gate);
    search_whole(worker, item, &file, &lines);
    return false;
}

/* As search_open(), of a name. */
static bool open_name(struct worker *worker, struct item *item, struct opening *opening)
{
    struct job *job = worker->job;
    const struct search_options *options = job->options;
    const int fd = open_patiently(job, opening);
    if (fd < 0 || fstat(fd, &opening->status) < 0) {
        const bool is_link = errno == ELOOP || errno == EMLINK || errno == ENOTDIR;
        if (opening->given || options->follow || !is_link)
            item_complain(job, item, opening->name, errno);
        if (fd > STDIN_FILENO)
            close(fd);
        open_gate_leave(&job->descriptors.gate);
        return false;
    }
    const bool is_folder = S_ISDIR(opening->status.st_mode) && !opening->is_standard;
    const bool left_out = is_left_out(options, opening);
    const bool is_output = !left_out && is_the_output(job, opening);
    if (is_output) {
        item->troubled = true;
        if (!options->no_messages)
            page_note(&item->page, "%s: input file is also the output", opening->name);
    } else if (!left_out && is_folder && options->directories == DIRECTORIES_RECURSE) {
        close(fd);
        open_gate_leave(&job->descriptors.gate);
        put_folder_behind(worker, item, opening->path);
        return true;
    } else if (!left_out) {
        return search_open(worker, item, opening, fd);
    }
    if (fd > STDIN_FILENO)
        close(fd);
    open_gate_leave(&job->descriptors.gate);
    return false;
}

/* -- Names ------------------------------------------------------------------------------------- */

static bool run_operand(struct worker *worker, struct item *item)
{
    const struct search_options *options = worker->job->options;
    const bool recurses = options->directories == DIRECTORIES_RECURSE;
    const char *path =
        options->input_count > 0 ? options->inputs[item->name] : (recurses ? "." : "-");
    struct opening opening = {.path = path, .name = path, .folder = AT_FDCWD, .given = true};
    opening.is_standard = strcmp(path, "-") == 0;
    if (opening.is_standard)
        opening.name = standard_name(worker->job);
    /* The second time it begins where the first one has left it. */
    if (opening.is_standard && options->input_count > 1)
        ordered_wait(&worker->job->ordered, &item->head);
    item->name++;
    return open_name(worker, item, &opening);
}

static bool run_entry(struct worker *worker, struct item *item)
{
    struct folder *folder = item->folder;
    const char *entry = folder->entry[item->name].name;
    char *path = folder_path_of(folder, entry);
    item->name++;
    if (!path) {
        job_stop(worker->job, CUPRO_ENOMEM);
        return false;
    }
    const bool bare = worker->job->options->input_count == 0;
    struct opening opening = {.path = path,
                              .name = bare ? path + strlen("./") : path,
                              .folder = folder->fd,
                              .entry = entry};
    const bool behind = open_name(worker, item, &opening);
    free(path);
    return behind;
}

void names_run(struct worker *worker, struct item *item)
{
    bool behind = false;
    while (item->name < item->last && !behind && !item->fatal)
        behind = item->folder ? run_entry(worker, item) : run_operand(worker, item);
    ordered_done(&worker->job->ordered, &item->head);
}

struct item *operands_split(struct job *job, struct item *item)
{
    if (item->name == item->last)
        return NULL;
    struct item *part = item_new(job, ITEM_NAMES);
    if (!part)
        return NULL;
    const size_t left = item->last - item->name;
    size_t take = left / 64;
    take = take < 1 ? 1 : take < MOST_OPERANDS ? take : MOST_OPERANDS;
    part->name = item->name;
    part->last = item->name += take;
    return part;
}
