/* SPDX-License-Identifier: MIT */
/*
 * Texts cut into pieces: the first byte is how long pieces are, the second how many lines before
 * them are wanted, the third how lines end, the rest is the text. Each line has one owner, the
 * piece in which it begins, and is whole there; so the pieces' lines, one after the other, are the
 * text; and the same of a pipe that it comes through.
 */
#include "fuzz.h"

#include "common/diagnostics.h"
#include "common/input/input_lines.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

const char program_name[] = "fuzz_pieces";

enum { HEAD = 3, MOST_TEXT = 2000 };

struct trial {
    const unsigned char *text;
    size_t length;
    size_t piece;
    struct line_wish wish;
};

/* The lines go on where the last ones ended. */
static void check_lines(const struct trial *trial, const struct lines *lines, size_t *at)
{
    if (lines->length == 0)
        return;
    HOLDS(lines->offset == *at && lines->length <= trial->length - *at, "%zu: lines at %zu", *at,
          (size_t)lines->offset);
    HOLDS(memcmp(lines->bytes, trial->text + *at, lines->length) == 0, "%zu: other bytes", *at);
    const size_t before =
        *at - lines_back(trial->text, 0, *at, trial->wish.before, trial->wish.end);
    HOLDS(lines->before == before &&
              memcmp(lines->bytes - before, trial->text + *at - before, before) == 0,
          "%zu: %zu bytes before, not %zu", *at, lines->before, before);
    *at += lines->length;
    HOLDS(*at == trial->length || trial->text[*at - 1] == trial->wish.end, "%zu: no line's end",
          *at);
}

static void cut_file(const struct trial *trial)
{
    const int fd = memfd_create("text", MFD_CLOEXEC);
    HOLDS(fd >= 0 && write(fd, trial->text, trial->length) == (ssize_t)trial->length, "memfd");
    const struct input input = {.fd = fd, .size = trial->length};
    struct buffer buffer = {0};
    size_t at = 0;
    for (size_t lo = 0, hi; lo < trial->length; lo = hi) {
        struct lines lines;
        hi = trial->length - lo < trial->piece ? trial->length : lo + trial->piece;
        HOLDS(input_read_lines(&input, lo, hi, &trial->wish, &buffer, &lines) == 0, "%zu", lo);
        HOLDS(lines.length == 0 || (lines.offset >= lo && lines.offset < hi),
              "lines of [%zu, %zu) begin at %zu", lo, hi, (size_t)lines.offset);
        check_lines(trial, &lines, &at);
    }
    HOLDS(at == trial->length, "%zu of %zu bytes", at, trial->length);
    buffer_free(&buffer);
    close(fd);
}

static void cut_pipe(const struct trial *trial)
{
    int ends[2];
    HOLDS(pipe(ends) == 0, "pipe");
    HOLDS(write(ends[1], trial->text, trial->length) == (ssize_t)trial->length, "write");
    close(ends[1]);
    const struct input input = {.fd = ends[0], .stream = stream_new(ends[0], STREAM_AS_IT_IS)};
    HOLDS(input.stream, "no memory");
    struct line_stream stream = {0};
    struct buffer buffer = {0};
    struct lines lines;
    size_t at = 0;
    HOLDS(line_stream_look(&stream, &input) == 0, "look");
    do {
        HOLDS(line_stream_next(&stream, &input, trial->piece, &trial->wish, &buffer, &lines) == 0,
              "next");
        check_lines(trial, &lines, &at);
    } while (lines.length > 0);
    HOLDS(at == trial->length, "%zu of %zu bytes", at, trial->length);
    line_stream_free(&stream);
    buffer_free(&buffer);
    stream_free(input.stream);
    close(ends[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    if (length < HEAD || length > HEAD + MOST_TEXT)
        return 0;
    const struct trial trial = {.text = bytes + HEAD,
                                .length = length - HEAD,
                                .piece = 1u + bytes[0],
                                .wish = {bytes[2] & 1 ? '\0' : '\n', bytes[1] % 5}};
    cut_file(&trial);
    cut_pipe(&trial);
    return 0;
}
