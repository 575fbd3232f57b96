/* SPDX-License-Identifier: MIT */
/* Backtracking by PCRE2 (see perl.h). */
#include "search/patterns/engine/perl.h"

#include "search/patterns/engine/perl_text.h"
#include "search/patterns/syntax/utf8.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdlib.h>
#include <string.h>

enum {
    STACK_FIRST = 32 << 10,
    STACK_MOST = 8 << 20,
    NAME_LENGTH = 120,
    NAME_ROOM = NAME_LENGTH + 4
};

struct perl {
    pcre2_code *code;
    bool longest, utf8;
    char name[NAME_ROOM]; /* the pattern, for messages */
};

struct perl_runner {
    const struct perl *perl;
    pcre2_match_data *data;
    pcre2_match_context *context, *noting; /* the second with the callout */
    pcre2_jit_stack *stack;
    size_t begin;   /* of the match */
    size_t reached; /* the end of the longest match so far */
    bool any;
    char trouble[NAME_LENGTH + 160];
};

/* -- Compiling --------------------------------------------------------------------------------- */

static int fail(struct pattern_trouble *trouble, const struct pattern *pattern, const char *text)
{
    if (pattern->file != NULL)
        snprintf(trouble->text, sizeof trouble->text, "%s:%zu: %s", pattern->file, pattern->number,
                 text);
    else
        snprintf(trouble->text, sizeof trouble->text, "%s", text);
    return -1;
}

/* The pattern as messages have it: its beginning. */
static void put_name(char name[NAME_ROOM], const struct pattern *pattern)
{
    const bool fits = pattern->length <= NAME_LENGTH;
    const size_t length = fits ? pattern->length : NAME_LENGTH;
    memcpy(name, pattern->text, length);
    strcpy(name + length, fits ? "" : "...");
}

/* What is wrong, and where: PCRE2 counts from what stands before the pattern (-w, -x). */
static int refuse(struct pattern_trouble *trouble, const struct pattern *pattern, int error,
                  size_t at, size_t before)
{
    PCRE2_UCHAR message[256];
    char name[NAME_ROOM], text[sizeof message + NAME_ROOM + 60];
    pcre2_get_error_message(error, message, sizeof message);
    put_name(name, pattern);
    at = at > before ? at - before : 0;
    snprintf(text, sizeof text, "%s, at byte %zu of the pattern '%s'", (const char *)message,
             at < pattern->length ? at : pattern->length, name);
    return fail(trouble, pattern, text);
}

/* A pattern's text, `before` bytes behind the beginning of this one. */
static int compile(struct perl **perl, const char *text, size_t length, size_t before,
                   uint32_t options, const struct pattern *pattern, struct pattern_trouble *trouble)
{
    int error;
    PCRE2_SIZE at;
    struct perl *new = calloc(1, sizeof *new);
    if (new == NULL)
        return fail(trouble, pattern, "memory exhausted");
    new->code = pcre2_compile((PCRE2_SPTR)text, length, options, &error, &at, NULL);
    if (new->code == NULL) {
        free(new);
        return refuse(trouble, pattern, error, at, before);
    }
    new->utf8 = (options & PCRE2_UTF) != 0;
    /* Without machine code it is interpreted. */
    pcre2_jit_compile(new->code, PCRE2_JIT_COMPLETE);
    put_name(new->name, pattern);
    *perl = new;
    return 0;
}

static uint32_t usual_options(bool utf8)
{
    return PCRE2_DOLLAR_ENDONLY | (utf8 ? PCRE2_UTF | PCRE2_MATCH_INVALID_UTF : 0);
}

/* What has been written to a stream in memory, compiled; both are gone afterwards. */
static int compile_written(struct perl **perl, FILE *out, char **text, const size_t *length,
                           size_t before, uint32_t options, const struct pattern *pattern,
                           struct pattern_trouble *trouble)
{
    int error = fclose(out) != 0 ? fail(trouble, pattern, "memory exhausted")
                                 : compile(perl, *text, *length, before, options, pattern, trouble);
    free(*text);
    return error;
}

int perl_new(struct perl **perl, const struct pattern *pattern, const struct pattern_wish *wish,
             struct pattern_trouble *trouble)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    if (out == NULL)
        return fail(trouble, pattern, "memory exhausted");
    const char *before = wish->whole_lines ? "^(?:" : wish->whole_words ? "(?<!\\w)(?:" : "";
    fputs(before, out);
    fwrite(pattern->text, 1, pattern->length, out);
    fputs(wish->whole_lines ? ")$" : wish->whole_words ? ")(?!\\w)" : "", out);
    return compile_written(perl, out, &text, &length, strlen(before),
                           usual_options(wish->utf8) | (wish->ignore_case ? PCRE2_CASELESS : 0),
                           pattern, trouble);
}

int perl_new_from_tree(struct perl **perl, const struct tree *tree, const struct pattern *pattern,
                       struct pattern_trouble *trouble)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    if (out == NULL)
        return fail(trouble, pattern, "memory exhausted");
    perl_write(out, tree);
    fputs("(?C1)", out);
    int error =
        compile_written(perl, out, &text, &length, 0, usual_options(tree->utf8), pattern, trouble);
    if (error == 0)
        (*perl)->longest = true;
    return error;
}

void perl_free(struct perl *perl)
{
    if (perl != NULL)
        pcre2_code_free(perl->code);
    free(perl);
}

/* -- Matching ---------------------------------------------------------------------------------- */

static int note_end(pcre2_callout_block *block, void *arg)
{
    struct perl_runner *runner = arg;
    /* Around bytes that are no UTF-8, PCRE2 goes on further behind, anchored or not. */
    if (block->start_match != runner->begin)
        return 1;
    if (!runner->any || block->current_position > runner->reached)
        runner->reached = block->current_position;
    runner->any = true;
    return 1; /* no match: try the next way */
}

struct perl_runner *perl_runner_new(const struct perl *perl)
{
    struct perl_runner *runner = calloc(1, sizeof *runner);
    if (runner == NULL)
        return NULL;
    runner->perl = perl;
    runner->data = pcre2_match_data_create(1, NULL);
    runner->context = pcre2_match_context_create(NULL);
    runner->noting = pcre2_match_context_create(NULL);
    runner->stack = pcre2_jit_stack_create(STACK_FIRST, STACK_MOST, NULL);
    if (runner->data == NULL || runner->context == NULL || runner->noting == NULL) {
        perl_runner_free(runner);
        return NULL;
    }
    if (runner->stack != NULL) {
        pcre2_jit_stack_assign(runner->context, NULL, runner->stack);
        pcre2_jit_stack_assign(runner->noting, NULL, runner->stack);
    }
    pcre2_set_callout(runner->noting, note_end, runner);
    return runner;
}

void perl_runner_free(struct perl_runner *runner)
{
    if (runner == NULL)
        return;
    pcre2_match_data_free(runner->data);
    pcre2_match_context_free(runner->context);
    pcre2_match_context_free(runner->noting);
    pcre2_jit_stack_free(runner->stack);
    free(runner);
}

const char *perl_trouble(const struct perl_runner *runner)
{
    return runner->trouble;
}

static int note_trouble(struct perl_runner *runner, int error)
{
    PCRE2_UCHAR text[80];
    const char *what = (const char *)text;
    pcre2_get_error_message(error, text, sizeof text);
    if (error == PCRE2_ERROR_MATCHLIMIT)
        what = "exceeded PCRE's backtracking limit";
    else if (error == PCRE2_ERROR_DEPTHLIMIT)
        what = "exceeded PCRE's nested backtracking limit";
    else if (error == PCRE2_ERROR_HEAPLIMIT)
        what = "exceeded PCRE's heap limit";
    else if (error == PCRE2_ERROR_JIT_STACKLIMIT)
        what = "exhausted PCRE JIT stack";
    else if (error == PCRE2_ERROR_RECURSELOOP)
        what = "PCRE detected recurse loop";
    snprintf(runner->trouble, sizeof runner->trouble, "%s with the pattern '%s'", what,
             runner->perl->name);
    return -1;
}

/* As GNU grep does with Perl's patterns: bytes that no character begins with are passed over, and
 * what is behind them begins no line. */
static size_t pass_over(const struct perl *perl, const struct line *line, size_t from)
{
    const unsigned char *at = line->begin + from;
    while (perl->utf8 && !perl->longest && at < line->end &&
           ((*at >= 0x80 && *at < 0xc2) || *at > 0xf4))
        at++;
    return (size_t)(at - line->begin);
}

static int match(struct perl_runner *runner, const struct line *line, size_t from, uint32_t options,
                 pcre2_match_context *context)
{
    int found = pcre2_match(runner->perl->code, line->begin, (size_t)(line->end - line->begin),
                            from, options, runner->data, context);
    return found >= 0 ? 1 : found == PCRE2_ERROR_NOMATCH ? 0 : note_trouble(runner, found);
}

/* Where a match begins and ends; 1, 0 or -1. */
static int find(struct perl_runner *runner, const struct line *line, size_t from, struct span *span)
{
    const size_t passed = pass_over(runner->perl, line, from);
    const size_t base = passed > from ? passed : 0;
    const struct line rest = {line->begin + base, line->end, line->next};
    const int found =
        match(runner, &rest, passed - base, base > 0 ? PCRE2_NOTBOL : 0, runner->context);
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(runner->data);
    if (found == 1)
        *span = (struct span){base + ends[0], base + ends[1]};
    return found;
}

int perl_matches(struct perl_runner *runner, const struct line *line)
{
    struct span span;
    return find(runner, line, 0, &span);
}

int perl_span(struct perl_runner *runner, const struct line *line, size_t from, struct span *span)
{
    size_t n = (size_t)(line->end - line->begin);
    while (runner->perl->utf8 && utf8_is_inside(line->begin, n, from))
        from++;
    int found = find(runner, line, from, span);
    if (found != 1)
        return found;
    /* \K may put the beginning behind the end. */
    if (span->begin > span->end)
        span->begin = span->end;
    if (!runner->perl->longest)
        return 1;
    runner->any = false;
    runner->begin = span->begin;
    if (match(runner, line, span->begin, PCRE2_ANCHORED, runner->noting) < 0)
        return -1;
    if (runner->any)
        span->end = runner->reached;
    return 1;
}
