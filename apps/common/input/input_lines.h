/* SPDX-License-Identifier: MIT */
/*
 * Whole lines of an input. A line ends with its end, a newline or a zero byte, which belongs to it;
 * the last line of all may lack it. A line belongs to the piece of the file in which it begins, so
 * each has one owner, and a line longer than pieces are leaves some without any.
 */
#ifndef APPS_INPUT_LINES_H
#define APPS_INPUT_LINES_H

#include "common/input/input.h"

/* What a program wants to know of the lines before the ones that it reads. */
struct line_wish {
    unsigned char end;
    size_t before; /* so many lines before them */
};

/* Lines, in somebody's buffer. Behind them are BUFFER_SLACK bytes that may be written. */
struct lines {
    unsigned char *bytes;
    size_t length;
    size_t before;   /* so many bytes before `bytes` are the lines before them */
    uint64_t offset; /* where `bytes` stands in the input */
};

/* Read the lines that begin in [lo, hi) of a file that can seek. 0, CUPRO_ENOMEM, or what
 * stream_error_text() has words for. May be called at the same time for several pieces. */
int input_read_lines(const struct input *input, uint64_t lo, uint64_t hi,
                     const struct line_wish *wish, struct buffer *buffer, struct lines *lines);

/* Where lines begin of which `count` stand before `at`, but not before `from`. */
size_t lines_back(const unsigned char *bytes, size_t from, size_t at, size_t count,
                  unsigned char end);

/* A stream's lines. Zero-initialise it. */
struct line_stream {
    struct buffer buffer;
    size_t begin, filled; /* [begin, filled) of it was read, and not handed out */
    size_t before;        /* bytes of the lines that stand before */
    size_t sought;        /* of those that were read, so many hold no line's end */
    uint64_t offset;      /* of `begin` in the input */
    bool ended;
    int error; /* why there is no more */
};

/* Read, once, before anything else: what is there at the beginning may be looked at. */
int line_stream_look(struct line_stream *stream, const struct input *input);

/* Put about `block` bytes of lines into the buffer: fewer if there are no more for the time being,
 * more if a line is longer. Their length is 0 at the end. Errors as above; the whole lines before
 * what cannot be read come first. */
int line_stream_next(struct line_stream *stream, const struct input *input, size_t block,
                     const struct line_wish *wish, struct buffer *buffer, struct lines *lines);

void line_stream_free(struct line_stream *stream);

#endif
