/* SPDX-License-Identifier: MIT */
/*
 * Bracket expressions: [a-z_[:digit:][=e=][.-.]].
 *
 * What is an error, and which, is as in GNU's: `-` is itself first, last, and as the end of a
 * range; classes and equivalence classes are no ends of ranges. An equivalence class is its
 * character, as in every locale that defines none.
 */
#include "search/patterns/syntax/bracket.h"
#include "search/patterns/syntax/letter_case.h"

#include <string.h>
#include <wctype.h>

enum element_kind { ELEMENT_CHARACTER, ELEMENT_CLASS, ELEMENT_EQUIVALENCE };

struct element {
    enum element_kind kind;
    uint32_t character;
    char class[32];
};

static const char unmatched[] = "Unmatched [, [^, [:, [., or [=";
static const char range_end[] = "Invalid range end";

static uint32_t next_character(struct reader *reader)
{
    size_t length;
    uint32_t character = reader_character(reader, reader->at, &length);
    reader->at += length;
    return character;
}

/* The name in [:name:], [=x=] or [.x.], of which the reader is at the bracket. */
static size_t read_name(struct reader *reader, char name[32])
{
    unsigned char mark = reader->text[reader->at + 1];
    reader->at += 2;
    for (size_t n = 0; n < 32 && !reader_is_at_end(reader); n++) {
        if (reader_sees_two(reader, (char)mark, ']')) {
            reader->at += 2;
            return n;
        }
        name[n] = (char)reader->text[reader->at++];
    }
    reader_fail(reader, unmatched);
    return 0;
}

static void read_named(struct reader *reader, struct element *element)
{
    unsigned char mark = reader->text[reader->at + 1];
    size_t n = read_name(reader, element->class);
    if (mark == ':') {
        element->kind = ELEMENT_CLASS;
        element->class[n < 31 ? n : 31] = '\0';
        return;
    }
    struct reader name = {
        .text = (const unsigned char *)element->class, .length = n, .syntax = reader->syntax};
    size_t length = 0;
    if (n > 0)
        element->character = reader_character(&name, 0, &length);
    if (n == 0 || length != n)
        reader_fail(reader, "Invalid collation character");
    element->kind = mark == '=' ? ELEMENT_EQUIVALENCE : ELEMENT_CHARACTER;
}

static bool sees_three_hyphens(const struct reader *reader)
{
    return reader_sees_two(reader, '-', '-') && reader->at + 2 < reader->length &&
           reader->text[reader->at + 2] == '-';
}

static void read_element(struct reader *reader, bool hyphen_is_fine, struct element *element)
{
    *element = (struct element){.kind = ELEMENT_CHARACTER};
    if (reader_sees_two(reader, '[', '.') || reader_sees_two(reader, '[', '=') ||
        reader_sees_two(reader, '[', ':')) {
        read_named(reader, element);
        return;
    }
    if (sees_three_hyphens(reader))
        reader->at += 2;
    else if (reader_sees(reader, '-') && !hyphen_is_fine && !reader_sees_two(reader, '-', ']'))
        reader_fail(reader, reader->at + 1 < reader->length ? range_end : unmatched);
    element->character = next_character(reader);
}

static void add_class(struct reader *reader, struct char_set *set, const char *name)
{
    bool has_case = strcmp(name, "upper") == 0 || strcmp(name, "lower") == 0;
    const struct tree *tree = reader->syntax->tree;
    wctype_t class = wctype(tree->ignore_case && has_case ? "alpha" : name);
    static const char *const names[] = {"alpha", "upper", "lower", "digit", "xdigit", "space",
                                        "punct", "alnum", "print", "graph", "cntrl",  "blank"};
    bool is_known = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        is_known |= strcmp(name, names[i]) == 0;
    if (!is_known || class == 0)
        reader_fail(reader, "Invalid character class name");
    else
        char_set_add_class(set, class, tree->utf8);
}

static uint32_t upper_of(uint32_t character)
{
    return character < STRAY_BYTE ? (uint32_t)towupper((wint_t)character) : character;
}

static void add_range(struct reader *reader, struct char_set *set, const struct element *first,
                      const struct element *last)
{
    const struct tree *tree = reader->syntax->tree;
    if (first->kind != ELEMENT_CHARACTER || last->kind != ELEMENT_CHARACTER) {
        reader_fail(reader, range_end);
        return;
    }
    uint32_t lo = first->character, hi = last->character;
    bool upper_only = tree->ignore_case && tree->utf8;
    if (tree->ignore_case && upper_of(lo) > upper_of(hi))
        hi = 0, lo = 1;
    else if (upper_only)
        lo = upper_of(lo), hi = upper_of(hi);
    if (lo > hi)
        reader_fail(reader, range_end);
    else
        char_set_add(set, lo, hi);
}

/* What would be the name of a class, had it the brackets: [:alpha:]. */
struct colons {
    bool first, last, others, plain;
};

static void note_colons(struct colons *colons, const struct element *element, bool is_first)
{
    bool is_colon = element->kind == ELEMENT_CHARACTER && element->character == ':';
    if (is_first)
        *colons = (struct colons){.first = is_colon, .plain = true};
    colons->last = is_colon;
    colons->others |= !is_colon;
}

/* The elements up to the closing bracket. */
static void read_elements(struct reader *reader, struct char_set *set, struct colons *colons)
{
    bool is_first = true;
    while (reader->error == NULL && (is_first || !reader_sees(reader, ']'))) {
        struct element element, last;
        if (reader_is_at_end(reader)) {
            reader_fail(reader, unmatched);
            return;
        }
        bool is_named = reader_sees(reader, '[');
        read_element(reader, is_first, &element);
        note_colons(colons, &element, is_first);
        is_first = false;
        bool can_begin = element.kind == ELEMENT_CHARACTER;
        if (reader->error != NULL)
            return;
        if (can_begin && reader_sees(reader, '-') && !reader_sees_two(reader, '-', ']') &&
            !sees_three_hyphens(reader)) {
            reader->at++;
            if (reader_is_at_end(reader)) {
                reader_fail(reader, unmatched);
                return;
            }
            read_element(reader, true, &last);
            if (reader->error == NULL)
                add_range(reader, set, &element, &last);
            colons->plain = false;
        } else if (element.kind == ELEMENT_CLASS) {
            add_class(reader, set, element.class);
        } else {
            char_set_add(set, element.character, element.character);
        }
        colons->plain &= !is_named;
    }
}

struct node *bracket_parse(struct reader *reader)
{
    struct syntax *syntax = reader->syntax;
    struct tree *tree = syntax->tree;
    struct char_set set = {0};
    struct colons colons = {0};
    bool inverted = reader_sees(reader, '^');
    reader->at += inverted;
    if (reader_is_at_end(reader)) {
        reader_fail(reader, "Invalid regular expression");
        return tree_node(tree, NODE_NEVER);
    }
    read_elements(reader, &set, &colons);
    reader->at++;
    if (reader->error != NULL) {
        char_set_free(&set);
        return tree_node(tree, NODE_NEVER);
    }
    if (colons.first && colons.last && colons.others && colons.plain)
        syntax->late = "character class syntax is [[:space:]], not [:space:]";
    char_set_settle(&set);
    if (tree->ignore_case)
        letter_case_add_all(&set, tree->utf8);
    if (inverted)
        char_set_invert(&set, tree->utf8);
    return tree_set(tree, &set);
}
