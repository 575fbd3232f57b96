/* SPDX-License-Identifier: MIT */
/*
 * Texts and trees for whole programs. Where Debian's packages dict-gcide and linux-source are
 * installed, they are real; where not, and where the benchmark has to be quick, they are made
 * (made_text.h). Real ones are kept for the next time in the folder that --corpora names; without
 * it, and what is made, in TMPDIR until the end.
 */
#ifndef BENCH_CORPORA_H
#define BENCH_CORPORA_H

enum corpus {
    CORPUS_DICTIONARY, /* English, ten times: few different words. Or what --text names. */
    CORPUS_SOURCE,     /* the kernel's files: a twelfth of all words are new             */
    CORPUS_SCRIPTS,    /* words in eight scripts, in UTF-8; always made                  */
    CORPUS_TREE,       /* a folder: the kernel's files                                   */
    CORPORA
};

/* Its path, or NULL: not to be had. Made by the first who asks, for all. */
const char *corpus_path(enum corpus corpus);

/* In bytes. */
double corpus_size(enum corpus corpus);

#endif
