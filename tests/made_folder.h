/* SPDX-License-Identifier: MIT */
/* A folder for a test that makes up a file system, as of another machine. */
#ifndef CUPRO_TEST_MADE_FOLDER_H
#define CUPRO_TEST_MADE_FOLDER_H

#include <check.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char made_folder[] = "/tmp/cupro-made-XXXXXX";

static inline void made_folder_begin(void)
{
    ck_assert_ptr_nonnull(mkdtemp(made_folder));
}

static inline int made_folder_remove(const char *path, const struct stat *status, int type,
                                     struct FTW *at)
{
    (void)status;
    (void)type;
    (void)at;
    return remove(path);
}

static inline void made_folder_end(void)
{
    ck_assert_int_eq(nftw(made_folder, made_folder_remove, 16, FTW_DEPTH | FTW_PHYS), 0);
}

/* Write a file below it, and the folders that it needs. */
static inline void made_folder_put(const char *path, const char *text)
{
    char name[4096 + sizeof made_folder];
    snprintf(name, sizeof name, "%s%s", made_folder, path);
    for (char *slash = strchr(name + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(name, 0700);
        *slash = '/';
    }
    FILE *file = fopen(name, "w");
    ck_assert_msg(file != NULL, "%s", name);
    fputs(text, file);
    fclose(file);
}

#endif
