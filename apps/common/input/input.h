/* SPDX-License-Identifier: MIT */
/*
 * One open input, and how whole records are read from it: maximal runs of bytes that a rule says 1
 * for, or lines, which end with a separator and may be empty.
 *
 * Files that can seek are read by pread, in pieces, by any number of threads: a record belongs to
 * the piece in which it begins. mmap would be a little faster, but kills the program when somebody
 * truncates the file. What is appended after the file was opened is not read, except for the rest
 * of a record that had begun.
 *
 * All else (pipes, terminals, files such as those in /proc that say that they are empty, and what
 * is compressed) is a stream: read in blocks, by one thread at a time, which takes out the record
 * that a block ends in the middle of and leaves it for the next block.
 */
#ifndef APPS_INPUT_H
#define APPS_INPUT_H

#include "common/buffer.h"
#include "common/input/stream.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

struct input {
    int fd;
    struct stream *stream; /* or NULL */
    uint64_t begin, size;  /* not a stream: it consists of the bytes [begin, size) of the file */
    struct buffer carry; /* a stream: the beginning of a record that the next block goes on with */
    size_t carried;      /* how many bytes of it */
    bool ended;          /* a stream: there is nothing more to read */
};

struct record_rule {
    unsigned char inside[256]; /* 1 for the bytes of a record; the others separate */
    bool terminated; /* a separator ends the record before it, which may be empty: lines. The last
                      * one of a text may be without */
};

/* Whole records, in somebody's buffer. Behind them are BUFFER_SLACK bytes that may be written. */
struct text {
    unsigned char *bytes;
    size_t length;
    size_t name;   /* which of the names it comes from; */
    uint64_t part; /* of the texts of one name, those with lower numbers stand before it; */
    bool whole;    /* it has no others */
};

/* Open the file, "-" being standard input; gzip and zstd data is decoded, or not. Files of up to
 * `unlooked` bytes are opened as they are, without a read: who has read their first bytes passes
 * them to input_decompress(). 0, or the errno: EISDIR for a directory. */
int input_open(struct input *input, const char *path, bool decompress, uint64_t unlooked);

/* The same for what is open already and no directory; descriptor 0 is standard input, which begins
 * where it stands. On failure the descriptor is closed. */
int input_adopt(struct input *input, int fd, const struct stat *status, bool decompress,
                uint64_t unlooked);

/* Is a file that was opened as it is compressed, going by its first bytes? Then make it what
 * input_open() makes of such a file. 0, or ENOMEM; the input stays open. */
int input_decompress(struct input *input, const unsigned char *bytes, size_t length);

/* Close it, but leave standard input open. */
void input_close(struct input *input);

/* Read at `*filled` in the buffer until there are `least` bytes, or more but not above `most`, or
 * until the end. The buffer stands for the file from `offset` on, if it can seek. 0, or what
 * stream_error_text() has words for. */
int input_fill(const struct input *input, struct buffer *buffer, size_t *filled, size_t least,
               size_t most, uint64_t offset);

/*
 * Read the records that begin in the piece [lo, hi) of the file into the buffer; `text` is then a
 * part of it. Returns 0, CUPRO_ENOMEM, or what stream_error_text() has words for; STREAM_SHRANK,
 * and the records that are left, if the file has become shorter. May be called at the same time for
 * several pieces.
 */
int input_read_piece(const struct input *input, uint64_t lo, uint64_t hi,
                     const struct record_rule *rule, struct buffer *buffer, struct text *text);

/* Read about `block` bytes of the stream, more if a record is longer. Returns as above, and sets
 * input->ended at the end. One thread at a time. */
int input_read_block(struct input *input, size_t block, const struct record_rule *rule,
                     struct buffer *buffer, struct text *text);

#endif
