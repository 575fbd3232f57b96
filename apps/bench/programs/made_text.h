/* SPDX-License-Identifier: MIT */
/* Texts that are made: the same on every run and machine. */
#ifndef BENCH_MADE_TEXT_H
#define BENCH_MADE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum made_text {
    MADE_ENGLISH, /* of a to z                                                           */
    MADE_SOURCE,  /* the same, and a word of twelve is one that hardly occurs again      */
    MADE_SCRIPTS  /* each word in one of eight scripts                                   */
};

/* Write about so many bytes. The state begins as anything but 0, and goes on. */
void made_text_write(FILE *file, enum made_text kind, size_t bytes, uint64_t *state);

/* A file of that name with such a text. */
bool made_text_file(const char *path, enum made_text kind, size_t bytes);

/* A folder of that name: files of 16 KB of source, a hundred in a folder. */
bool made_text_tree(const char *path, size_t bytes);

#endif
