/* SPDX-License-Identifier: MIT */
/* Texts and trees (see corpora.h). */
#include "bench/programs/corpora.h"

#include "bench/programs/made_text.h"
#include "bench/programs/programs.h"
#include "bench/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* The name in --corpora's folder, and the line for sh that makes it as $1; it fails where the
 * package is not installed. A path with a star that nothing matches stays as it is, and is not
 * there. */
static const struct {
    const char *name, *line;
} kinds[CORPORA] = {
    [CORPUS_DICTIONARY] =
        {"dictionary.txt",
         "dict=/usr/share/dictd/gcide.dict.dz; [ -r $dict ] &&"
         "for i in 0 1 2 3 4 5 6 7 8 9; do gzip -dc <$dict || exit; done >\"$1\""},
    [CORPUS_SOURCE] = {"source.txt",
                       "set -- \"$1\" /usr/src/linux-source-*.tar.xz; [ -r \"$2\" ] &&"
                       "tar -xJOf \"$2\" >\"$1\""},
    [CORPUS_SCRIPTS] = {"scripts.txt", "false"},
    [CORPUS_TREE] = {"tree", "set -- \"$1\" /usr/src/linux-source-*.tar.xz; [ -r \"$2\" ] &&"
                             "mkdir \"$1\" && tar -C \"$1\" -xJf \"$2\""},
};

static struct {
    char path[BENCH_PATH_ROOM];
    bool is_made, is_temporary;
} corpora[CORPORA];

static void remove_path(const char *path)
{
    bench_run_program((char *const[]){"rm", "-rf", (char *)path, NULL});
}

static void remove_corpora(void)
{
    for (int i = 0; i < CORPORA; i++)
        if (corpora[i].is_temporary)
            remove_path(corpora[i].path);
}

static bool make_up(enum corpus corpus, const char *path)
{
    const size_t bytes = bench_settings.text_bytes;
    switch (corpus) {
    case CORPUS_SOURCE:
        return made_text_file(path, MADE_SOURCE, bytes / 2);
    case CORPUS_SCRIPTS:
        return made_text_file(path, MADE_SCRIPTS, bytes);
    case CORPUS_TREE:
        return made_text_tree(path, bytes);
    default:
        return made_text_file(path, MADE_ENGLISH, bytes);
    }
}

static bool make_real(enum corpus corpus, const char *path)
{
    const char *const texts[] = {path, NULL};
    if (bench_run_shell(kinds[corpus].line, texts, NULL).status == 0)
        return true;
    remove_path(path);
    return false;
}

static bool make_temporary(enum corpus corpus, bool may_be_real)
{
    static bool is_registered;
    char *path = corpora[corpus].path;
    if (!is_registered)
        atexit(remove_corpora);
    is_registered = true;
    bench_temporary_name(kinds[corpus].name, path, BENCH_PATH_ROOM);
    corpora[corpus].is_temporary = true;
    return (may_be_real && make_real(corpus, path)) || make_up(corpus, path);
}

/* Under another name until it is complete. */
static bool make_to_keep(enum corpus corpus)
{
    char *path = corpora[corpus].path, part[BENCH_PATH_ROOM];
    snprintf(path, BENCH_PATH_ROOM, "%.4000s/%s", bench_settings.corpora, kinds[corpus].name);
    snprintf(part, sizeof part, "%.4080s.part", path);
    return access(path, R_OK) == 0 || (make_real(corpus, part) && rename(part, path) == 0);
}

static bool open_corpus(enum corpus corpus)
{
    if (corpus == CORPUS_DICTIONARY && bench_settings.text != NULL) {
        snprintf(corpora[corpus].path, BENCH_PATH_ROOM, "%s", bench_settings.text);
        return true;
    }
    if (bench_settings.corpora == NULL || bench_settings.is_quick)
        return make_temporary(corpus, !bench_settings.is_quick);
    return make_to_keep(corpus) || make_temporary(corpus, false);
}

const char *corpus_path(enum corpus corpus)
{
    if (!corpora[corpus].is_made)
        corpora[corpus].is_made = open_corpus(corpus);
    return corpora[corpus].is_made ? corpora[corpus].path : NULL;
}

double corpus_size(enum corpus corpus)
{
    struct stat status;
    return stat(corpora[corpus].path, &status) == 0 ? (double)status.st_size : 0;
}
