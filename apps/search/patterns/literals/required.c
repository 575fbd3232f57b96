/* SPDX-License-Identifier: MIT */
/*
 * Required strings (see required.h). A part of a pattern is *exact* if it matches a few strings and
 * no others: in a sequence these are multiplied as long as they stay few, and what is in front of
 * the first part that is not exact is as good a candidate as what is behind. The best list is the
 * one whose strings are expected to be rarest.
 */
#include "search/patterns/literals/required.h"

#include "search/patterns/syntax/utf8.h"

#include <stdlib.h>

enum { MOST_OF_PRODUCT = 64, MOST_OF_SET = 16, LONGEST = 256 };

struct finding {
    bool exact;
    struct words words; /* exact: all that it matches; else what it must contain one of, or none */
};

struct finder {
    bool utf8, folded;
    bool loose; /* words stand for more than the pattern: conditions were left out */
};

static struct finding find(struct finder *finder, const struct node *node);

static struct finding exactly(const unsigned char *bytes, size_t n)
{
    struct finding finding = {.exact = true};
    words_add(&finding.words, NULL, 0, bytes, n);
    return finding;
}

static size_t write_character(const struct finder *finder, unsigned char bytes[4],
                              uint32_t character)
{
    if (finder->utf8 || character >= STRAY_BYTE)
        return utf8_write(bytes, character);
    bytes[0] = (unsigned char)character;
    return 1;
}

static bool is_upper(uint32_t character)
{
    return character >= 'A' && character <= 'Z';
}

static bool is_letter(uint32_t character)
{
    return is_upper(character) || (character >= 'a' && character <= 'z');
}

static bool set_has(const struct char_set *set, uint32_t character)
{
    size_t at = char_set_from(set, character);
    return at < set->n && set->ranges[at].first <= character;
}

static struct finding find_character(struct finder *finder, uint32_t character)
{
    unsigned char bytes[4];
    if (finder->folded && is_letter(character)) {
        finder->loose = true;
        character |= 0x20;
    }
    return exactly(bytes, write_character(finder, bytes, character));
}

/* A letter's two cases are one string, if cases are folded. */
static struct finding find_set(struct finder *finder, const struct char_set *set)
{
    struct finding finding = {.exact = true};
    size_t members = 0;
    for (size_t i = 0; i < set->n && members <= MOST_OF_SET; i++)
        members += set->ranges[i].last - set->ranges[i].first + 1;
    if (members > MOST_OF_SET || members == 0)
        return (struct finding){0};
    for (size_t i = 0; i < set->n; i++)
        for (uint32_t c = set->ranges[i].first; c <= set->ranges[i].last; c++) {
            unsigned char bytes[4];
            bool folds = finder->folded && is_letter(c);
            if (folds && !set_has(set, c ^ 0x20))
                finder->loose = true;
            else if (folds && is_upper(c))
                continue;
            size_t n = write_character(finder, bytes, folds ? c | 0x20 : c);
            words_add(&finding.words, NULL, 0, bytes, n);
        }
    return finding;
}

/* -- Sequences --------------------------------------------------------------------------------- */

struct sequence {
    struct words now;  /* what the exact parts since the last other one come to */
    struct words best; /* the best list so far */
    bool exact;        /* all parts were */
};

static void propose(struct sequence *sequence, struct words *words)
{
    if (words_rate(words) < words_rate(&sequence->best)) {
        words_free(&sequence->best);
        sequence->best = *words;
        *words = (struct words){0};
    } else {
        words_free(words);
    }
}

/* Begin anew with nothing. */
static void cut(struct sequence *sequence)
{
    propose(sequence, &sequence->now);
    words_add(&sequence->now, NULL, 0, NULL, 0);
    sequence->exact = false;
}

static void append(struct sequence *sequence, struct finding *part)
{
    bool fits = sequence->now.n * part->words.n <= MOST_OF_PRODUCT &&
                words_longest(&sequence->now) + words_longest(&part->words) <= LONGEST;
    if (!part->exact) {
        cut(sequence);
        propose(sequence, &part->words);
        return;
    }
    if (!fits && part->words.n > 1)
        cut(sequence);
    if (!fits && part->words.n > MOST_OF_PRODUCT) {
        propose(sequence, &part->words);
        return;
    }
    if (!fits && part->words.n == 1)
        cut(sequence);
    struct words product = words_product(&sequence->now, &part->words);
    words_free(&sequence->now);
    words_free(&part->words);
    sequence->now = product;
}

static struct finding finish(struct sequence *sequence)
{
    struct finding finding = {.exact = sequence->exact};
    if (sequence->exact) {
        finding.words = sequence->now;
        words_free(&sequence->best);
    } else {
        propose(sequence, &sequence->now);
        finding.words = sequence->best;
    }
    return finding;
}

static struct sequence begin_sequence(void)
{
    struct sequence sequence = {.exact = true};
    words_add(&sequence.now, NULL, 0, NULL, 0);
    return sequence;
}

/* Some copies of what is repeated, and then, perhaps, an unknown number more. */
static void append_repeat(struct finder *finder, struct sequence *sequence, const struct node *node)
{
    enum { MOST_COPIES = 16 };
    int least = node->of.repeat.least, most = node->of.repeat.most;
    for (int i = 0; i < least && i < MOST_COPIES; i++) {
        struct finding part = find(finder, node->child[0]);
        append(sequence, &part);
    }
    if (least == 0 && most == 1) {
        struct finding part = find(finder, node->child[0]);
        if (part.exact)
            words_add(&part.words, NULL, 0, NULL, 0);
        else
            words_free(&part.words);
        append(sequence, &part);
    } else if (least != most || least > MOST_COPIES) {
        cut(sequence);
    }
}

static struct finding find_sequence(struct finder *finder, const struct node *node)
{
    struct sequence sequence = begin_sequence();
    for (size_t i = 0; i < node->children; i++) {
        if (node->child[i]->kind == NODE_REPEAT) {
            append_repeat(finder, &sequence, node->child[i]);
            continue;
        }
        struct finding part = find(finder, node->child[i]);
        append(&sequence, &part);
    }
    return finish(&sequence);
}

static struct finding find_repeat(struct finder *finder, const struct node *node)
{
    struct sequence sequence = begin_sequence();
    append_repeat(finder, &sequence, node);
    return finish(&sequence);
}

static struct finding find_choice(struct finder *finder, const struct node *node)
{
    struct finding all = {.exact = true};
    for (size_t i = 0; i < node->children; i++) {
        struct finding one = find(finder, node->child[i]);
        all.exact &= one.exact;
        if (one.words.n == 0) {
            words_free(&all.words);
            words_free(&one.words);
            return (struct finding){0};
        }
        words_move(&all.words, &one.words);
    }
    return all;
}

static struct finding find(struct finder *finder, const struct node *node)
{
    switch (node->kind) {
    case NODE_NOTHING:
        return exactly(NULL, 0);
    case NODE_ASSERTION:
        finder->loose = true;
        return exactly(NULL, 0);
    case NODE_CHARACTER:
        return find_character(finder, node->of.character);
    case NODE_SET:
        return find_set(finder, node->of.set);
    case NODE_SEQUENCE:
        return find_sequence(finder, node);
    case NODE_CHOICE:
        return find_choice(finder, node);
    case NODE_REPEAT:
        return find_repeat(finder, node);
    case NODE_GROUP:
        return find(finder, node->child[0]);
    case NODE_NEVER:
    case NODE_BACK:
        break;
    }
    return (struct finding){0};
}

/* Leave out the empty strings; were there any? */
static bool drop_empty(struct words *words)
{
    size_t kept = 0;
    for (size_t i = 0; i < words->n; i++) {
        if (words->word[i].length > 0)
            words->word[kept++] = words->word[i];
        else
            free(words->word[i].bytes);
    }
    bool some = kept < words->n;
    words->n = kept;
    return some;
}

bool required_find(struct required *required, const struct tree *tree, const struct node *node)
{
    struct finder finder = {.utf8 = tree->utf8, .folded = tree->ignore_case};
    struct finding finding = find(&finder, node);
    bool whole = finding.exact && !finder.loose && finding.words.n > 0;
    bool no_memory = finding.words.no_memory, empty = drop_empty(&finding.words);
    if (no_memory || (empty && !whole))
        words_free(&finding.words);
    *required = (struct required){.words = finding.words,
                                  .folded = tree->ignore_case,
                                  .empty = empty && whole,
                                  .whole = whole};
    return !no_memory;
}
