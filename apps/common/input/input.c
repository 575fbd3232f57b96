/* SPDX-License-Identifier: MIT */
/* One open input (see input.h). */
#include "common/input/input.h"
#include "common/input/decoder.h"
#include "common/files/long_path.h"

#include <cupro/error.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* So much is read behind a piece, for the end of its last record; more only if that is not enough:
 * records are short, and most preads then do with one call. */
#define LOOK_AHEAD 1024

/* Whether it is a file that can be read in pieces. */
static bool has_pieces(const struct input *input, const struct stat *status, off_t begin,
                       bool decompress)
{
    return S_ISREG(status->st_mode) && status->st_size > 0 && begin >= 0 &&
           !(decompress && stream_is_packed(input->fd, (uint64_t)begin));
}

int input_adopt(struct input *input, int fd, const struct stat *status, bool decompress,
                uint64_t unlooked)
{
    const bool standard = fd == STDIN_FILENO;
    const bool looks = decompress && (status->st_size < 0 || (uint64_t)status->st_size > unlooked);
    *input = (struct input){.fd = fd};
    const off_t begin = standard ? lseek(fd, 0, SEEK_CUR) : 0;
    if (!has_pieces(input, status, begin, looks)) {
        input->stream = stream_new(fd, decompress ? STREAM_DECODED_AHEAD : STREAM_AS_IT_IS);
        if (input->stream)
            return 0;
        input_close(input);
        return ENOMEM;
    }
    input->begin = (uint64_t)(begin < status->st_size ? begin : status->st_size);
    input->size = (uint64_t)status->st_size;
    /* Who reads on after us finds standard input at its end, as if it had been read by read(). */
    if (standard && begin < status->st_size)
        lseek(fd, status->st_size, SEEK_SET);
    return 0;
}

int input_open(struct input *input, const char *path, bool decompress, uint64_t unlooked)
{
    *input = (struct input){.fd = STDIN_FILENO};
    if (strcmp(path, "-") != 0)
        input->fd = long_path_open(path, O_RDONLY | O_NOCTTY);
    struct stat status;
    int error = 0;
    if (input->fd < 0 || fstat(input->fd, &status) < 0)
        error = errno;
    else if (S_ISDIR(status.st_mode))
        error = EISDIR;
    if (!error)
        return input_adopt(input, input->fd, &status, decompress, unlooked);
    input_close(input);
    return error;
}

int input_decompress(struct input *input, const unsigned char *bytes, size_t length)
{
    if (packing_of(bytes, length < PACKING_BYTES ? length : PACKING_BYTES) <= PACKING_NONE)
        return 0;
    if (input->fd == STDIN_FILENO)
        lseek(input->fd, (off_t)input->begin, SEEK_SET);
    input->stream = stream_new(input->fd, STREAM_DECODED_AHEAD);
    return input->stream ? 0 : ENOMEM;
}

void input_close(struct input *input)
{
    stream_free(input->stream);
    input->stream = NULL;
    if (input->fd > STDIN_FILENO)
        close(input->fd);
    input->fd = -1;
    buffer_free(&input->carry);
}

/* pread(), again after a signal. 0 or errno. */
static int read_at(int fd, void *to, size_t most, uint64_t offset, size_t *got)
{
    ssize_t count;
    do
        count = pread(fd, to, most, (off_t)offset);
    while (count < 0 && errno == EINTR);
    *got = count > 0 ? (size_t)count : 0;
    return count < 0 ? errno : 0;
}

int input_fill(const struct input *input, struct buffer *buffer, size_t *filled, size_t least,
               size_t most, uint64_t offset)
{
    while (*filled < least) {
        unsigned char *to = buffer->bytes + *filled;
        const size_t room = most - *filled;
        size_t got;
        const int error = input->stream ? stream_read(input->stream, to, room, &got)
                                        : read_at(input->fd, to, room, offset + *filled, &got);
        if (error)
            return error;
        if (got == 0)
            break;
        *filled += got;
    }
    return 0;
}

/* The end of the record that goes on at `at`, or `end` if it is not before that. */
static size_t skip_record(const unsigned char *bytes, size_t at, size_t end,
                          const unsigned char *inside)
{
    while (at < end && inside[bytes[at]])
        at++;
    return at;
}

/* Find the end of the record that bytes[*end - 1] belongs to, reading on as far as it takes. */
static int read_to_record_end(const struct input *input, const unsigned char *inside,
                              struct buffer *buffer, size_t *end, size_t filled, uint64_t offset)
{
    for (;;) {
        *end = skip_record(buffer->bytes, *end, filled, inside);
        if (*end < filled)
            return 0;
        int error = buffer_reserve(buffer, filled + LOOK_AHEAD);
        if (!error)
            error = input_fill(input, buffer, &filled, filled + 1, buffer->room, offset);
        if (error || *end == filled)
            return error;
    }
}

/* A read that ends early says little: files of /sys are shorter than they say they are. */
static bool has_shrunk(const struct input *input)
{
    struct stat status;
    return fstat(input->fd, &status) == 0 && (uint64_t)status.st_size < input->size;
}

int input_read_piece(const struct input *input, uint64_t lo, uint64_t hi,
                     const struct record_rule *rule, struct buffer *buffer, struct text *text)
{
    const unsigned char *const inside = rule->inside;
    /* The byte before tells whether a record that began earlier goes on here. */
    const size_t before = lo > input->begin;
    const uint64_t offset = lo - before;
    size_t end = (size_t)(hi - offset);
    size_t filled = 0;
    *text = (struct text){0};
    int error = buffer_reserve(buffer, end + LOOK_AHEAD);
    if (!error)
        error = input_fill(input, buffer, &filled, end, end + LOOK_AHEAD, offset);
    if (error)
        return error;
    int shrank = 0;
    if (end > filled) {
        shrank = has_shrunk(input) ? STREAM_SHRANK : 0;
        end = filled;
    }
    size_t begin = before;
    if (before && end > 0 && inside[buffer->bytes[0]])
        begin = skip_record(buffer->bytes, 0, end, inside) + rule->terminated;
    if (begin >= end)
        return shrank;
    if (inside[buffer->bytes[end - 1]])
        error = read_to_record_end(input, inside, buffer, &end, filled, offset);
    *text = (struct text){.bytes = buffer->bytes + begin, .length = end - begin};
    return error ? error : shrank;
}

/* Put bytes aside for the next block. */
static int carry_over(struct input *input, const unsigned char *bytes, size_t length)
{
    const int error = buffer_reserve(&input->carry, length);
    if (error)
        return error;
    if (length > 0)
        memcpy(input->carry.bytes, bytes, length);
    input->carried = length;
    return 0;
}

int input_read_block(struct input *input, size_t block, const struct record_rule *rule,
                     struct buffer *buffer, struct text *text)
{
    size_t filled = input->carried;
    size_t end = 0; /* of the last whole record and its separator */
    *text = (struct text){0};
    if (filled > SIZE_MAX - block)
        return CUPRO_ENOMEM;
    int error = buffer_reserve(buffer, filled + block);
    if (error)
        return error;
    if (filled > 0)
        memcpy(buffer->bytes, input->carry.bytes, filled);
    while (end == 0) {
        const size_t old = filled;
        error = buffer_reserve(buffer, filled + block);
        if (!error)
            error = input_fill(input, buffer, &filled, old + block, old + block, 0);
        if (error)
            return error;
        if (filled < old + block) {
            input->ended = true;
            input->carried = 0;
            end = filled;
            break;
        }
        for (end = filled; end > old && rule->inside[buffer->bytes[end - 1]];)
            end--;
        if (end == old)
            end = 0;
    }
    *text = (struct text){.bytes = buffer->bytes, .length = end};
    return carry_over(input, buffer->bytes + end, filled - end);
}
