/* SPDX-License-Identifier: MIT */
/* A wish in words (see wish_text.h). */
#include "count/words/wish_text.h"

#include <stdio.h>
#include <zlib.h>

/* On one line, whatever is in it. */
static void put_text(FILE *out, const char *text)
{
    for (; *text; text++) {
        if (*text < ' ' || *text == '\\')
            fprintf(out, "\\x%02x", (unsigned)(unsigned char)*text);
        else
            putc(*text, out);
    }
}

static void put_fields(FILE *out, const struct word_wish *wish)
{
    for (size_t i = 0; i < wish->fields; i++)
        fprintf(out, "%s%zu", i ? "," : "fields=", wish->field[i] + 1);
    fprintf(out, "\nseparator=%d\n", wish->separator);
}

static void put_rules(FILE *out, const struct word_wish *wish)
{
    static const char *const rules[] = {"space", "alpha", "set", "unicode", "lines", "fields"};
    fprintf(out, "words=%s\ncase=%s\n", rules[wish->rule], wish->fold ? "ignored" : "kept");
    if (wish->rule == WORDS_SET) {
        fputs("characters=", out);
        put_text(out, wish->set);
        fputs("\n", out);
    }
    if (wish->rule == WORDS_SET || wish->rule == WORDS_UNICODE || wish->fold ||
        wish->shortest > 0 || wish->longest > 0)
        fprintf(out, "encoding=%s\n", wish->utf8 ? "utf-8" : "bytes");
    if (wish->rule == WORDS_LINES || wish->rule == WORDS_FIELD)
        fprintf(out, "line-end=%d\n", wish->terminator);
    if (wish->rule == WORDS_FIELD)
        put_fields(out, wish);
}

static void put_refining(FILE *out, const struct word_wish *wish)
{
    static const char *const forms[] = {"none", "nfc", "nfkc"};
    if (wish->normal)
        fprintf(out, "normal-form=%s\n", forms[wish->normal]);
    if (wish->shortest > 0)
        fprintf(out, "min-length=%zu\n", wish->shortest);
    if (wish->longest > 0)
        fprintf(out, "max-length=%zu\n", wish->longest);
    if (wish->stop_words)
        fprintf(out, "stop-words-crc=%08lx\n",
                crc32_z(0, (const unsigned char *)wish->stop_words, wish->stop_words_length));
    if (wish->grams > 1)
        fprintf(out, "ngrams=%zu\n", wish->grams);
}

char *word_wish_text(const struct word_wish *wish)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    if (!out)
        return NULL;
    put_rules(out, wish);
    put_refining(out, wish);
    return fclose(out) == 0 ? text : NULL;
}
