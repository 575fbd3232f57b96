/* SPDX-License-Identifier: MIT */
/* Texts in pieces, against a loop over the bytes: the same pieces, each once, and in order. */
#include "dice.h"
#include "places.h"
#include "run_tests.h"

#include <cupro/text.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* -- The verbs, and what they ought to do ------------------------------------------------------ */

enum verb { SPLIT, SPLIT_ANY, LINES, TOKENS, TOKENS_ANY, VERBS };

static const char *const names[VERBS] = {"split", "split_any", "lines", "tokens", "tokens_any"};
static const char set_bytes[] = "x\n\xff"; /* with the NUL */

static int visit_pieces(enum verb verb, const char *text, size_t length, cupro_visit_slices *visit,
                        const cupro_call *call)
{
    const cupro_bytes set = cupro_bytes_of(set_bytes, sizeof set_bytes);
    switch (verb) {
    case SPLIT:
        return cupro_split_with(text, length, 'x', visit, call);
    case SPLIT_ANY:
        return cupro_split_any_with(text, length, &set, visit, call);
    case LINES:
        return cupro_lines_with(text, length, visit, call);
    case TOKENS:
        return cupro_tokens_with(text, length, visit, call);
    default:
        return cupro_tokens_any_with(text, length, &set, visit, call);
    }
}

static int new_pieces(enum verb verb, const char *text, size_t length, cupro_slice **pieces,
                      size_t *count, const cupro_call *call)
{
    const cupro_bytes set = cupro_bytes_of(set_bytes, sizeof set_bytes);
    switch (verb) {
    case SPLIT:
        return cupro_split_new_with(text, length, 'x', pieces, count, call);
    case SPLIT_ANY:
        return cupro_split_any_new_with(text, length, &set, pieces, count, call);
    case LINES:
        return cupro_lines_new_with(text, length, pieces, count, call);
    case TOKENS:
        return cupro_tokens_new_with(text, length, pieces, count, call);
    default:
        return cupro_tokens_any_new_with(text, length, &set, pieces, count, call);
    }
}

static bool is_cut(enum verb verb, char byte)
{
    switch (verb) {
    case SPLIT:
        return byte == 'x';
    case LINES:
        return byte == '\n';
    case TOKENS:
        return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\f' || byte == '\r';
    default:
        return memchr(set_bytes, byte, sizeof set_bytes) != NULL;
    }
}

struct pieces {
    cupro_slice *items;
    size_t count;
};

static struct pieces cut_plainly(enum verb verb, const char *text, size_t length)
{
    struct pieces pieces = {malloc((length + 1) * sizeof *pieces.items), 0};
    size_t begin = 0;
    for (size_t i = 0; i <= length; i++) {
        if (i < length && !is_cut(verb, text[i]))
            continue;
        size_t end = i;
        bool wanted = verb == SPLIT || verb == SPLIT_ANY || begin < end;
        if (verb == LINES && i < length) {
            wanted = true;
            end -= begin < end && text[end - 1] == '\r';
        }
        if (wanted)
            pieces.items[pieces.count++] = (cupro_slice){text + begin, end - begin};
        begin = i + 1;
    }
    return pieces;
}

/* -- Texts ------------------------------------------------------------------------------------- */

/* Pieces of up to `longest` bytes, with some of all separators in a row between them. */
static void throw_text(struct dice *dice, char *text, size_t length, size_t longest)
{
    static const char *const cuts[] = {"x", "\n", "\r\n", " ", "\t", "\xff", "\r", "\v", "\f", ""};
    size_t i = 0;
    while (i < length) {
        for (size_t left = dice_below(dice, longest + 1); left > 0 && i < length; left--)
            text[i++] = (char)('a' + dice_below(dice, 20));
        for (size_t many = 1 + dice_below(dice, 3); many > 0; many--) {
            const char *cut = cuts[dice_below(dice, COUNT_OF(cuts))];
            for (size_t k = 0; k <= strlen(cut) && i < length && (k < strlen(cut) || k == 0); k++)
                text[i++] = cut[k];
        }
    }
}

static void repeat(char *text, size_t length, const char *pattern)
{
    for (size_t i = 0; i < length; i++)
        text[i] = pattern[i % strlen(pattern)];
}

/* -- What was visited -------------------------------------------------------------------------- */

struct trial {
    const char *text;
    size_t length;
    _Atomic size_t *end;   /* of the piece that begins here, + 1; 0: none               */
    _Atomic size_t *next;  /* where the piece begins that came next in the same call    */
    _Atomic size_t strays; /* pieces out of order, outside of the text, or seen before  */
    _Atomic size_t pieces;
};

static int note_pieces(const cupro_slice *pieces, size_t count, void *ctx)
{
    struct trial *trial = ctx;
    size_t strays = count < 1 || count > 512;
    for (size_t i = 0; i < count; i++) {
        size_t begin = (size_t)(pieces[i].begin - trial->text);
        if (begin > trial->length || pieces[i].length > trial->length - begin) {
            strays++;
            continue;
        }
        strays += atomic_exchange(&trial->end[begin], begin + pieces[i].length + 1) != 0;
        if (i + 1 < count)
            trial->next[begin] = (size_t)(pieces[i + 1].begin - trial->text);
    }
    trial->strays += strays;
    trial->pieces += count;
    return 0;
}

/* The first piece that is not as it should be, or their number. */
static size_t wrong_piece(const struct trial *trial, const struct pieces *expected)
{
    for (size_t k = 0; k < expected->count; k++) {
        size_t begin = (size_t)(expected->items[k].begin - trial->text), next = trial->next[begin];
        if (trial->end[begin] != begin + expected->items[k].length + 1)
            return k;
        if (next != 0 && (k + 1 == expected->count ||
                          next != (size_t)(expected->items[k + 1].begin - trial->text)))
            return k;
    }
    return expected->count;
}

static void check_visits(enum verb verb, const char *text, size_t length,
                         const struct pieces *expected, cupro_call call)
{
    struct trial trial = {
        text, length, calloc(length + 1, sizeof *trial.end), calloc(length + 1, sizeof *trial.next),
        0,    0};
    call.ctx = &trial;
    ck_assert_int_eq(visit_pieces(verb, text, length, note_pieces, &call), 0);
    size_t wrong = wrong_piece(&trial, expected);
    ck_assert_msg(wrong == expected->count && trial.strays == 0 && trial.pieces == expected->count,
                  "%s, %zu bytes, grain %zu: piece %zu of %zu; %zu visited, %zu strays",
                  names[verb], length, call.grain, wrong, expected->count, (size_t)trial.pieces,
                  (size_t)trial.strays);
    free((void *)trial.end);
    free((void *)trial.next);
}

static void check_new(enum verb verb, const char *text, size_t length,
                      const struct pieces *expected, const cupro_call *call)
{
    struct pieces pieces;
    ck_assert_int_eq(new_pieces(verb, text, length, &pieces.items, &pieces.count, call), 0);
    ck_assert_msg(pieces.count == expected->count, "%s, %zu bytes: %zu pieces, not %zu",
                  names[verb], length, pieces.count, expected->count);
    size_t k = 0;
    while (k < pieces.count && pieces.items[k].begin == expected->items[k].begin &&
           pieces.items[k].length == expected->items[k].length)
        k++;
    ck_assert_msg(k == pieces.count, "%s, %zu bytes: piece %zu of %zu", names[verb], length, k,
                  pieces.count);
    ck_assert((pieces.items == NULL) == (pieces.count == 0));
    free(pieces.items);
}

static void check_text(const struct place *place, const char *text, size_t length, size_t grain)
{
    for (enum verb verb = 0; verb < VERBS; verb++) {
        struct pieces expected = cut_plainly(verb, text, length);
        cupro_call call = {AT(*place), .grain = grain};
        check_visits(verb, text, length, &expected, call);
        check_new(verb, text, length, &expected, &call);
        free(expected.items);
    }
}

/* -- Tests ------------------------------------------------------------------------------------- */

/* In memory that ends with the text, so that the sanitizers see who reads further. */
static char *new_text(size_t length)
{
    char *text = malloc(length > 0 ? length : 1);
    ck_assert_ptr_nonnull(text);
    return text;
}

START_TEST(texts_fall_into_their_pieces)
{
    static const size_t longest[] = {0, 3, 10, 100, 5000};
    static const size_t grains[] = {0, 1, 2, 63, 64, 65, 1000, SIZE_MAX};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t s = 0; s < COUNT_OF(sizes) && sizes[s] <= 20000; s++)
        for (int round = 0; round < 2; round++) {
            char *text = new_text(sizes[s]);
            throw_text(&dice, text, sizes[s], longest[dice_below(&dice, COUNT_OF(longest))]);
            check_text(&place, text, sizes[s], grains[dice_below(&dice, COUNT_OF(grains))]);
            free(text);
        }
    place_close(&place);
}
END_TEST

/* Every phase of a pattern, at every border. */
START_TEST(borders_may_be_anywhere)
{
    static const char *const patterns[] = {"x", "ax", " a", "a\r\n", "\r\n", "\n\r", "  aa", "a"};
    struct place place = place_open(_i);
    for (size_t p = 0; p < COUNT_OF(patterns); p++)
        for (size_t length = 126; length < 131; length++) {
            char *text = new_text(length);
            repeat(text, length, patterns[p]);
            check_text(&place, text, length, 62 + (length + p) % 5);
            free(text);
        }
    place_close(&place);
}
END_TEST

START_TEST(long_texts_are_cut_without_being_told_where)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    size_t length = 300007;
    char *text = new_text(length);
    throw_text(&dice, text, length, 60);
    check_text(&place, text, length, 0);
    throw_text(&dice, text, length, 70000);
    check_text(&place, text, length, 5000);
    repeat(text, length, "a");
    check_text(&place, text, length, 0);
    repeat(text, length, "\r\n");
    check_text(&place, text, length, 0);
    free(text);
    place_close(&place);
}
END_TEST

/* Text, and its pieces with a '|' behind each. */
static const struct example {
    enum verb verb;
    const char *text, *pieces;
} examples[] = {
    {SPLIT, "", "|"},
    {SPLIT, "a", "a|"},
    {SPLIT, "xaxxbx", "|a||b||"},
    {SPLIT_ANY, "a\nbxc", "a|b|c|"},
    {LINES, "", ""},
    {LINES, "\n", "|"},
    {LINES, "a\n", "a|"},
    {LINES, "a\n\nb", "a||b|"},
    {LINES, "foo\nbar\n\r\nbaz\r", "foo|bar||baz\r|"},
    {LINES, "a\r\r\nb\rc", "a\r|b\rc|"},
    {TOKENS, "", ""},
    {TOKENS, " \t\r\n\f", ""},
    {TOKENS, " \ta\n\fb\vc  ", "a|b\vc|"},
    {TOKENS, "a b", "a|b|"},
    {TOKENS_ANY, "xx ax\nb", " a|b|"},
};

struct written {
    char text[100];
    size_t length;
};

/* Examples are so short that one thread has all their pieces in order. */
static int write_pieces(const cupro_slice *pieces, size_t count, void *ctx)
{
    struct written *written = ctx;
    for (size_t i = 0; i < count; i++)
        written->length += (size_t)sprintf(written->text + written->length, "%.*s|",
                                           (int)pieces[i].length, pieces[i].begin);
    return 0;
}

START_TEST(pieces_are_as_the_manual_says)
{
    for (size_t e = 0; e < COUNT_OF(examples); e++) {
        const struct example *example = &examples[e];
        struct written written = {{0}, 0};
        const cupro_call call = {.ctx = &written, .threads = 1};
        ck_assert_int_eq(
            visit_pieces(example->verb, example->text, strlen(example->text), write_pieces, &call),
            0);
        ck_assert_msg(strcmp(written.text, example->pieces) == 0, "%s of '%s' gives '%s'",
                      names[example->verb], example->text, written.text);
    }
}
END_TEST

START_TEST(no_text_is_an_empty_text)
{
    struct place place = place_open(_i);
    static const size_t expected[VERBS] = {1, 1, 0, 0, 0};
    for (enum verb verb = 0; verb < VERBS; verb++) {
        struct written written = {{0}, 0};
        const cupro_call call = {.ctx = &written, AT(place)};
        cupro_slice *pieces = NULL;
        size_t count = 42;
        ck_assert_int_eq(visit_pieces(verb, NULL, 0, write_pieces, &call), 0);
        ck_assert_uint_eq(written.length, expected[verb]);
        ck_assert_int_eq(new_pieces(verb, NULL, 0, &pieces, &count, &call), 0);
        ck_assert_uint_eq(count, expected[verb]);
        ck_assert(count == 0 ? pieces == NULL : pieces[0].begin != NULL && pieces[0].length == 0);
        free(pieces);
    }
    place_close(&place);
}
END_TEST

/* A token of seven bytes fails, with its place as the code. */
static int fail_at_seven(const cupro_slice *pieces, size_t count, void *ctx)
{
    const char *text = ctx;
    for (size_t i = 0; i < count; i++)
        if (pieces[i].length == 7)
            return 1 + (int)(pieces[i].begin - text);
    return 0;
}

START_TEST(the_lowest_piece_that_fails_is_heard)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    size_t length = 20000;
    char *text = new_text(length);
    for (int round = 0; round < 20; round++) {
        repeat(text, length, "words ");
        for (int k = 0; k < 5; k++)
            memcpy(text + dice_below(&dice, length / 6 - 3) * 6, "seventh word", 12);
        struct pieces expected = cut_plainly(TOKENS, text, length);
        int lowest = fail_at_seven(expected.items, expected.count, text);
        for (size_t grain = 0; grain < 200; grain += 97)
            ck_assert_int_eq(
                cupro_tokens(text, length, fail_at_seven, text, AT(place), .grain = grain), lowest);
        free(expected.items);
    }
    free(text);
    place_close(&place);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("text", PLACES, texts_fall_into_their_pieces, borders_may_be_anywhere,
                     long_texts_are_cut_without_being_told_where, pieces_are_as_the_manual_says,
                     no_text_is_an_empty_text, the_lowest_piece_that_fails_is_heard);
}
