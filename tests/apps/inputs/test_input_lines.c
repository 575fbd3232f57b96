/* SPDX-License-Identifier: MIT */
/* Random texts cut into random pieces: each line has one owner, and stands behind the lines before
 * it that are wanted; the same of a file, of a part of one, and of a pipe. */
#include "common/input/input_lines.h"

#include "dice.h"
#include "run_tests.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

const char program_name[] = "test_input_lines";

enum { MOST = 3000 };

static unsigned char text[MOST];
static size_t length;

static void make_text(struct dice *dice)
{
    const size_t rare = 1 + dice_below(dice, dice_once_in(dice, 4) ? 1000 : 12);
    length = dice_below(dice, dice_once_in(dice, 3) ? MOST : 60);
    for (size_t i = 0; i < length; i++)
        text[i] = dice_once_in(dice, rare) ? '\n' : (unsigned char)('a' + dice_below(dice, 26));
}

/* Lines that go on where the last ones ended, and the lines before them. */
static void check_lines(const struct lines *lines, uint64_t *at, uint64_t begin,
                        const struct line_wish *wish)
{
    if (lines->length == 0)
        return;
    ck_assert_uint_eq(lines->offset, *at);
    ck_assert_mem_eq(lines->bytes, text + *at, lines->length);
    const size_t before =
        (size_t)*at - lines_back(text, (size_t)begin, (size_t)*at, wish->before, wish->end);
    ck_assert_uint_eq(lines->before, before);
    ck_assert_mem_eq(lines->bytes - before, text + *at - before, before);
    *at += lines->length;
    ck_assert(*at == length || text[*at - 1] == wish->end);
}

static FILE *text_file(void)
{
    FILE *file = tmpfile();
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(text, 1, length, file), length);
    fflush(file);
    return file;
}

START_TEST(each_line_of_a_file_belongs_to_one_piece)
{
    struct dice dice = dice_for(_i);
    for (int round = 0; round < 60; round++) {
        make_text(&dice);
        FILE *file = text_file();
        const uint64_t begin = dice_once_in(&dice, 4) ? dice_below(&dice, length + 1) : 0;
        const struct input input = {.fd = fileno(file), .begin = begin, .size = length};
        const struct line_wish wish = {'\n', dice_once_in(&dice, 2) ? dice_below(&dice, 4) : 0};
        struct buffer buffer = {0};
        uint64_t at = begin;
        for (uint64_t lo = begin; lo < length;) {
            struct lines lines;
            uint64_t hi = lo + 1 + dice_below(&dice, 64);
            hi = hi < length ? hi : length;
            ck_assert_int_eq(input_read_lines(&input, lo, hi, &wish, &buffer, &lines), 0);
            if (lines.length > 0)
                ck_assert(lines.offset >= lo && lines.offset < hi);
            check_lines(&lines, &at, begin, &wish);
            lo = hi;
        }
        ck_assert_uint_eq(at, length);
        buffer_free(&buffer);
        fclose(file);
    }
}
END_TEST

/* A pipe that gives the text in random bits. */
static int open_pipe(struct dice *dice, pid_t *writer)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    *writer = fork();
    if (*writer == 0) {
        for (size_t at = 0; at < length;) {
            size_t part = 1 + dice_below(dice, 200);
            part = part < length - at ? part : length - at;
            if (write(ends[1], text + at, part) < 0)
                _exit(1);
            at += part;
        }
        _exit(0);
    }
    close(ends[1]);
    return ends[0];
}

START_TEST(a_pipe_gives_whole_lines)
{
    struct dice dice = dice_for(_i);
    for (int round = 0; round < 30; round++) {
        make_text(&dice);
        pid_t writer;
        struct input input = {.fd = open_pipe(&dice, &writer)};
        input.stream = stream_new(input.fd, STREAM_AS_IT_IS);
        const struct line_wish wish = {'\n', dice_below(&dice, 4)};
        const size_t block = 1 + dice_below(&dice, 300);
        struct line_stream stream = {0};
        struct buffer buffer = {0};
        struct lines lines;
        uint64_t at = 0;
        if (dice_once_in(&dice, 2))
            ck_assert_int_eq(line_stream_look(&stream, &input), 0);
        do {
            ck_assert_int_eq(line_stream_next(&stream, &input, block, &wish, &buffer, &lines), 0);
            check_lines(&lines, &at, 0, &wish);
        } while (lines.length > 0);
        ck_assert_uint_eq(at, length);
        line_stream_free(&stream);
        buffer_free(&buffer);
        input_close(&input);
        waitpid(writer, NULL, 0);
    }
}
END_TEST

/* What is behind a piece is not copied for each piece: of many small ones that cost several times
 * what searching them does. */
START_TEST(small_pieces_leave_the_rest_where_it_is)
{
    length = MOST;
    for (size_t i = 0; i < length; i++)
        text[i] = i % 10 == 9 ? '\n' : 'x';
    FILE *file = text_file();
    rewind(file);
    struct input input = {.fd = fileno(file), .stream = stream_new(fileno(file), STREAM_AS_IT_IS)};
    const struct line_wish wish = {'\n', (size_t)_i};
    struct line_stream stream = {0};
    struct buffer buffer = {0};
    struct lines lines;
    uint64_t at = 0;
    ck_assert_int_eq(line_stream_look(&stream, &input), 0);
    const unsigned char *rest = stream.buffer.bytes;
    while (at < length / 2) {
        ck_assert_int_eq(line_stream_next(&stream, &input, 10, &wish, &buffer, &lines), 0);
        ck_assert_uint_eq(lines.length, 10);
        check_lines(&lines, &at, 0, &wish);
        ck_assert_ptr_eq(stream.buffer.bytes, rest);
    }
    line_stream_free(&stream);
    buffer_free(&buffer);
    stream_free(input.stream);
    fclose(file);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("input_lines", 8, each_line_of_a_file_belongs_to_one_piece,
                     a_pipe_gives_whole_lines, small_pieces_leave_the_rest_where_it_is);
}
