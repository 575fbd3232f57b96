/* SPDX-License-Identifier: MIT */
/*
 * Words of a made-up language whose frequencies fall as in a real one (Zipf: the k-th commonest
 * word is k times rarer than the first). How a word is spelled follows from its rank alone.
 */
#include "bench/programs/made_text.h"

#include "bench/programs/programs.h"

#include <sys/stat.h>

static const uint64_t first_state = 88172645463325252u;

/* The letters of a script stand one after the other in Unicode, at least these. */
static const struct {
    unsigned first, count;
} scripts[] = {
    {'a', 26},      /* Latin                        */
    {0xe0, 23},     /* Latin with accents           */
    {0x3b1, 25},    /* Greek                        */
    {0x430, 32},    /* Cyrillic                     */
    {0x5d0, 27},    /* Hebrew                       */
    {0x905, 53},    /* Devanagari, with vowel signs */
    {0x3042, 80},   /* Hiragana                     */
    {0x4e00, 2000}, /* Han                          */
};

static size_t put_letter(FILE *file, unsigned letter)
{
    if (letter < 0x80)
        return putc((int)letter, file), 1;
    if (letter < 0x800) {
        putc((int)(0xc0 | letter >> 6), file);
    } else {
        putc((int)(0xe0 | letter >> 12), file);
        putc((int)(0x80 | (letter >> 6 & 0x3f)), file);
    }
    putc((int)(0x80 | (letter & 0x3f)), file);
    return letter < 0x800 ? 2 : 3;
}

static size_t put_word(FILE *file, enum made_text kind, uint64_t rank)
{
    uint64_t spell = rank * 0x9e3779b97f4a7c15u;
    const unsigned script = kind == MADE_SCRIPTS ? (unsigned)(rank % 8) : 0;
    const int letters = 2 + (int)(rank < 100 ? rank % 4 : 3 + spell % 8);
    size_t bytes = 0;
    for (int i = 0; i < letters; i++, spell = spell >> 5 | spell << 59)
        bytes +=
            put_letter(file, scripts[script].first + (unsigned)(spell % scripts[script].count));
    return bytes;
}

static uint64_t draw_rank(enum made_text kind, uint64_t *state)
{
    const double uniform = (double)(bench_random(state) >> 11) / 9007199254740992.0;
    if (kind == MADE_SOURCE && *state % 12 == 0)
        return *state;
    return (uint64_t)(1 / (uniform + 1e-6));
}

void made_text_write(FILE *file, enum made_text kind, size_t bytes, uint64_t *state)
{
    for (size_t written = 0; written < bytes && !ferror(file); written++) {
        written += put_word(file, kind, draw_rank(kind, state));
        putc(bench_random(state) % 12 == 0 ? '\n' : ' ', file);
    }
}

static bool write_file(const char *path, enum made_text kind, size_t bytes, uint64_t *state)
{
    FILE *file = fopen(path, "w");
    if (file == NULL)
        return false;
    made_text_write(file, kind, bytes, state);
    return fclose(file) == 0;
}

bool made_text_file(const char *path, enum made_text kind, size_t bytes)
{
    uint64_t state = first_state;
    return write_file(path, kind, bytes, &state);
}

bool made_text_tree(const char *path, size_t bytes)
{
    enum { FILE_BYTES = 16000, FILES = 100 };
    char name[BENCH_PATH_ROOM];
    uint64_t state = first_state;
    bool made = mkdir(path, 0777) == 0;
    for (size_t i = 0; i < bytes / FILE_BYTES && made; i++) {
        snprintf(name, sizeof name, "%.4000s/%zu", path, i / FILES);
        made = i % FILES != 0 || mkdir(name, 0777) == 0;
        snprintf(name, sizeof name, "%.4000s/%zu/%zu.txt", path, i / FILES, i);
        made = made && write_file(name, MADE_SOURCE, FILE_BYTES, &state);
    }
    return made;
}
