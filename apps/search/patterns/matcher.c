/* SPDX-License-Identifier: MIT */
/*
 * Patterns, compiled (see matcher.h): read into one tree, and that made into what will search.
 *
 * An automaton decides wherever one can. Perl's patterns and those that refer back need PCRE2; for
 * the latter the automaton still finds the lines that may match.
 */
#include "search/patterns/compiled.h"

#include "search/patterns/engine/perl_text.h"
#include "search/patterns/literals/required.h"
#include "search/patterns/syntax/parse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Add a message. */
static int fail(struct pattern_trouble *trouble, const struct pattern *pattern, const char *text)
{
    size_t used = strlen(trouble->text), room = sizeof trouble->text - used;
    const char *between = used > 0 ? "\n" : "";
    int length = pattern != NULL && pattern->file != NULL
                     ? snprintf(trouble->text + used, room, "%s%s:%zu: %s", between, pattern->file,
                                pattern->number, text)
                     : snprintf(trouble->text + used, room, "%s%s", between, text);
    if (used > 0 && (length < 0 || (size_t)length >= room))
        trouble->text[used] = '\0';
    return -1;
}

/* -- Reading ----------------------------------------------------------------------------------- */

static int read_pattern(struct syntax *syntax, const struct pattern *pattern,
                        const struct pattern_wish *wish, struct node **node,
                        struct pattern_trouble *trouble)
{
    if (wish->syntax == SYNTAX_FIXED) {
        *node = syntax_plain(syntax->tree, pattern->text, pattern->length);
        return 0;
    }
    const char *error = syntax_parse(syntax, pattern->text, pattern->length, node);
    return error != NULL ? fail(trouble, pattern, error) : 0;
}

/* All of them, or what is wrong with each; and the first with a back-reference. */
static int read_patterns(struct syntax *syntax, const struct pattern *patterns, size_t n,
                         const struct pattern_wish *wish, struct node **node,
                         const struct pattern **back, struct pattern_trouble *trouble)
{
    int error = 0;
    for (size_t i = 0; i < n; i++) {
        error |= read_pattern(syntax, &patterns[i], wish, &node[i], trouble);
        if (syntax->tree->has_back && *back == NULL)
            *back = &patterns[i];
    }
    if (error == 0 && syntax->late != NULL)
        error = fail(trouble, NULL, syntax->late);
    for (size_t i = 0; i < syntax->warnings.n && error == 0 && wish->warn != NULL; i++)
        wish->warn(wish->ctx, syntax->warnings.texts[i]);
    free(syntax->warnings.texts);
    return error;
}

/* What -x and -w add around everything. */
static struct node *enclose(struct tree *tree, struct node *inner, const struct pattern_wish *wish)
{
    if (!wish->whole_lines && !wish->whole_words)
        return inner;
    struct node *parts[3] = {tree_assertion(tree, wish->whole_lines ? AT_BEGIN : NOT_AFTER_WORD),
                             inner,
                             tree_assertion(tree, wish->whole_lines ? AT_END : NOT_BEFORE_WORD)};
    return tree_with_children(tree, NODE_SEQUENCE, parts, 3);
}

static int read_all(struct tree *tree, const struct pattern *patterns, size_t n,
                    const struct pattern_wish *wish, const struct pattern **back,
                    struct node **inner, struct pattern_trouble *trouble)
{
    struct syntax syntax = {.tree = tree, .extended = wish->syntax == SYNTAX_EXTENDED};
    struct node **nodes = malloc(n * sizeof *nodes);
    int error = nodes == NULL ? fail(trouble, NULL, "memory exhausted")
                              : read_patterns(&syntax, patterns, n, wish, nodes, back, trouble);
    if (error == 0) {
        struct node *all = n == 1 ? nodes[0] : tree_with_children(tree, NODE_CHOICE, nodes, n);
        *inner = all;
        tree->root = enclose(tree, all, wish);
    }
    free(nodes);
    if (error == 0 && tree->no_memory)
        error = fail(trouble, NULL, "memory exhausted");
    return error;
}

/* -- Compiling --------------------------------------------------------------------------------- */

/* Strings that are found more often than once in so many bytes are no help. */
static const double most_hints = 1.0 / 60;

static bool words_hold(const struct words *words, unsigned char byte)
{
    for (size_t i = 0; i < words->n; i++)
        if (memchr(words->word[i].bytes, byte, words->word[i].length) != NULL)
            return true;
    return false;
}

static int make_needles(struct matcher *matcher, const struct required *required)
{
    const struct words *words = &required->words;
    cupro_slice *slices = malloc(words->n * sizeof *slices);
    if (slices == NULL)
        return CUPRO_ENOMEM;
    for (size_t i = 0; i < words->n; i++)
        slices[i] = (cupro_slice){(const char *)words->word[i].bytes, words->word[i].length};
    int error = cupro_needles_new(&matcher->needles, slices, words->n,
                                  required->folded ? CUPRO_FOLDED : CUPRO_EXACT);
    free(slices);
    return error;
}

/* What every match contains, if that is of use. `inner`: the tree without what -x adds. */
static int find_needles(struct matcher *matcher, const struct tree *tree, const struct node *inner,
                        const struct pattern_wish *wish)
{
    struct required required;
    int error = required_find(&required, tree, inner) ? 0 : CUPRO_ENOMEM;
    bool usable = error == 0 && !words_hold(&required.words, matcher->end);
    bool whole = required.whole && !wish->whole_words && !(wish->whole_lines && required.empty);
    if (usable && whole)
        matcher->meaning = wish->whole_lines ? NEEDLES_LINE
                           : required.empty  ? NEEDLES_SPAN
                                             : NEEDLES_MATCH;
    else if (required.empty || words_rate(&required.words) > most_hints)
        usable = false;
    if (usable && required.words.n > 0)
        error = make_needles(matcher, &required);
    words_free(&required.words);
    return error;
}

static int compile_tree(struct matcher *matcher, const struct tree *tree, const struct node *inner,
                        const struct pattern_wish *wish, const struct pattern *back,
                        struct pattern_trouble *trouble)
{
    if (find_needles(matcher, tree, inner, wish) != 0)
        return fail(trouble, NULL, "memory exhausted");
    if (matcher->meaning != NEEDLES_HINT)
        return 0;
    if (matcher->needles == NULL)
        matcher->stretch = stretch_find(tree, inner, matcher->end);
    matcher->has_nfa = nfa_make(&matcher->nfa, tree, matcher->end, false) == 0 &&
                       nfa_make(&matcher->mirrored, tree, matcher->end, true) == 0;
    if (tree->has_back)
        return perl_new_from_tree(&matcher->perl, tree, back, trouble);
    if (!matcher->has_nfa)
        return fail(trouble, NULL,
                    matcher->nfa.too_big || matcher->mirrored.too_big ? "Regular expression too big"
                                                                      : "memory exhausted");
    return 0;
}

static int compile(struct matcher *matcher, const struct pattern *patterns, size_t n,
                   const struct pattern_wish *wish, struct pattern_trouble *trouble)
{
    if (n == 0)
        return 0;
    if (wish->syntax == SYNTAX_PERL)
        return n > 1 ? fail(trouble, NULL, "the -P option only supports a single pattern")
                     : perl_new(&matcher->perl, patterns, wish, trouble);
    struct tree tree = {.utf8 = wish->utf8, .ignore_case = wish->ignore_case};
    const struct pattern *back = NULL;
    struct node *inner = NULL;
    int error = read_all(&tree, patterns, n, wish, &back, &inner, trouble);
    if (error == 0)
        error = compile_tree(matcher, &tree, inner, wish, back, trouble);
    tree_free(&tree);
    return error;
}

int matcher_new(struct matcher **matcher, const struct pattern *patterns, size_t n,
                const struct pattern_wish *wish, struct pattern_trouble *trouble)
{
    struct matcher *new = calloc(1, sizeof *new);
    trouble->text[0] = '\0';
    if (new == NULL)
        return fail(trouble, NULL, "memory exhausted");
    new->end = wish->end;
    int error = compile(new, patterns, n, wish, trouble);
    if (error == 0)
        *matcher = new;
    else
        matcher_free(new);
    return error;
}

char *pattern_in_perl(const struct pattern *pattern, const struct pattern_wish *wish,
                      size_t *length)
{
    struct tree tree = {.utf8 = wish->utf8, .ignore_case = wish->ignore_case};
    struct pattern_wish silent = *wish;
    struct pattern_trouble trouble = {""};
    const struct pattern *back = NULL;
    struct node *inner;
    char *text = NULL;
    silent.warn = NULL;
    FILE *out = open_memstream(&text, length);
    if (out == NULL)
        return NULL;
    const int error = read_all(&tree, pattern, 1, &silent, &back, &inner, &trouble);
    if (error == 0)
        perl_write(out, &tree);
    tree_free(&tree);
    if (fclose(out) == 0 && error == 0)
        return text;
    free(text);
    return NULL;
}

void matcher_free(struct matcher *matcher)
{
    if (matcher == NULL)
        return;
    cupro_needles_free(matcher->needles);
    nfa_free(&matcher->nfa);
    nfa_free(&matcher->mirrored);
    perl_free(matcher->perl);
    free(matcher);
}
