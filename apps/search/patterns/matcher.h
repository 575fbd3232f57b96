/* SPDX-License-Identifier: MIT */
/*
 * Patterns, compiled: which lines match, and where in them.
 *
 * A *matcher* is made once of all patterns and does not change any more: all threads share it. Each
 * thread has a *searcher* of its own, which keeps what searching needs to remember.
 *
 *     struct matcher *matcher;
 *     struct pattern_trouble trouble;
 *     if (matcher_new(&matcher, patterns, n, &wish, &trouble) != 0)
 *         complain("%s", trouble.text);
 *     struct searcher *searcher = searcher_new(matcher);
 *     struct line line;
 *     while ((found = searcher_line(searcher, from, end, &line)) == 1) {
 *         show(&line);
 *         from = line.next;
 *     }
 *
 * What matches is what GNU grep says: a line that contains a match of any of the patterns; with
 * `whole_words` one that neither begins behind nor ends before a word's character, with
 * `whole_lines` one that is the whole line. Without patterns nothing matches. An empty pattern
 * matches every line.
 */
#ifndef SEARCH_MATCHER_H
#define SEARCH_MATCHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum pattern_syntax { SYNTAX_BASIC, SYNTAX_EXTENDED, SYNTAX_FIXED, SYNTAX_PERL };

/* One pattern, without a line's end in it unless lines end otherwise. */
struct pattern {
    const char *text;
    size_t length;
    const char *file; /* the file of -f that it stood in, or NULL */
    size_t number;    /* its line there, from 1                   */
};

struct pattern_wish {
    enum pattern_syntax syntax;
    bool ignore_case, whole_words, whole_lines;
    bool utf8; /* the locale's characters are UTF-8; else each byte is one. setlocale has been
                  called: classes such as [:alpha:] and case are the locale's */
    unsigned char end; /* what ends a line: '\n' or 0 */
    /* Called for each warning that GNU grep would give, such as "* at start of expression". May be
     * NULL. */
    void (*warn)(void *ctx, const char *text);
    void *ctx;
};

/* Why patterns do not compile, in GNU grep's words, "FILE:LINE: " before them where they come from
 * a file. Each line is a message of its own, for behind "grep: "; at most so many as fit. */
struct pattern_trouble {
    char text[4096];
};

struct matcher;

/* Compile n patterns. 0, or -1 with *trouble filled in. The patterns' texts may be gone afterwards.
 */
int matcher_new(struct matcher **matcher, const struct pattern *patterns, size_t n,
                const struct pattern_wish *wish, struct pattern_trouble *trouble);

void matcher_free(struct matcher *matcher);

/* A pattern of basic or extended syntax that compiles, in Perl's, with the same groups; what
 * matches first there is not always the longest. To be freed. NULL: no memory. */
char *pattern_in_perl(const struct pattern *pattern, const struct pattern_wish *wish,
                      size_t *length);

struct searcher;

/* NULL: no memory. The matcher must outlive it. */
struct searcher *searcher_new(const struct matcher *matcher);

void searcher_free(struct searcher *searcher);

struct line {
    const unsigned char *begin;
    const unsigned char *end;  /* of its text: where its end stands, or the end of all  */
    const unsigned char *next; /* where the next line begins: end + 1, or the end of all */
};

/* The first line that matches and begins in [from, end). Lines are whole there: `from` is the
 * beginning of one, and the last may lack its end. 1: found; 0: there is none; -1: trouble, see
 * searcher_trouble; *line is then the line in which it happened. */
int searcher_line(struct searcher *searcher, const unsigned char *from, const unsigned char *end,
                  struct line *line);

/* *lines = how many lines match in [from, end). 0, or -1: trouble. Much faster than line by line
 * where many match. */
int searcher_count(struct searcher *searcher, const unsigned char *from, const unsigned char *end,
                   uint64_t *lines);

struct span {
    size_t begin, end; /* from the line's beginning */
};

/* The next match in a line that begins at or after `from`: the leftmost, and of those that begin
 * there the longest (with SYNTAX_PERL the one Perl would find). It may be empty, but empty ones may
 * also be left out. The first call for a line is with `from` = 0. 1, 0 or -1 as above. */
int searcher_span(struct searcher *searcher, const struct line *line, size_t from,
                  struct span *span);

/* After -1: what happened, and with which pattern; a message without a file's name. */
const char *searcher_trouble(const struct searcher *searcher);

#endif
