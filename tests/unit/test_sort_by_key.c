/* SPDX-License-Identifier: MIT */
/* Elements by keys: of all kinds and sizes, against their order by hand. */
#include "places.h"
#include "run_tests.h"
#include "shapes.h"

#include <cupro/error.h>
#include <cupro/sort_by_key.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum color { RED, GREEN, BLUE };

struct particle {
    uint64_t bits;
    double mass;
    int32_t cell;
    uint32_t at; /* where it was */
    cupro_slice name;
    char text[12];
    enum color color;
    uint8_t more[8];
};

struct pair {
    uint64_t bits, at;
};

CUPRO_KEY(bits_of, struct particle, p, p.bits);
CUPRO_KEY(signed_bits_of, struct particle, p, (int64_t)p.bits);
CUPRO_KEY(mass_of, struct particle, p, p.mass);
CUPRO_KEY(small_mass_of, struct particle, p, (float)p.mass);
CUPRO_KEY(cell_of, struct particle, p, p.cell);
CUPRO_KEY(color_of, struct particle, p, p.color);
CUPRO_KEY(letter_of, struct particle, p, p.text[0]);
CUPRO_KEY(is_odd, struct particle, p, (bool)(p.bits % 2 != 0));
CUPRO_KEY(short_of, struct particle, p, (short)p.cell);
CUPRO_KEY(name_of, struct particle, p, p.name);
CUPRO_KEY(distance_of, struct particle, p, fabs(p.mass - *(const double *)ctx));
CUPRO_KEY_FIELDS(color_and_mass_of, struct particle, color, mass);
CUPRO_KEY_FIELDS(color_and_cell_of, struct particle, color, cell);
CUPRO_KEY(pair_bits, struct pair, p, p.bits);
CUPRO_KEY(first_of, struct pair, p, (uint32_t)(p.bits >> 40));

static double middle = 3;

/* The sign of a - b by each key. */
#define SIGN(a, b) (((a) > (b)) - ((a) < (b)))
typedef int ordering(const struct particle *a, const struct particle *b);
static int by_bits(const struct particle *a, const struct particle *b)
{
    return SIGN(a->bits, b->bits);
}

static int by_signed_bits(const struct particle *a, const struct particle *b)
{
    return SIGN((int64_t)a->bits, (int64_t)b->bits);
}

/* NaNs of one kind at the ends, and two zeros. */
static double rank_of(double mass)
{
    if (isnan(mass))
        return signbit(mass) ? -4 : 4;
    if (isinf(mass))
        return mass < 0 ? -3 : 3;
    return 0;
}

static int by_mass(const struct particle *a, const struct particle *b)
{
    int sign = SIGN(rank_of(a->mass), rank_of(b->mass));
    if (sign == 0 && rank_of(a->mass) == 0)
        sign = SIGN(a->mass, b->mass);
    if (sign == 0 && a->mass == 0)
        sign = (signbit(b->mass) != 0) - (signbit(a->mass) != 0);
    return sign;
}

static int by_cell(const struct particle *a, const struct particle *b)
{
    return SIGN(a->cell, b->cell);
}

static int by_color(const struct particle *a, const struct particle *b)
{
    return SIGN(a->color, b->color);
}

static int by_letter(const struct particle *a, const struct particle *b)
{
    return SIGN(a->text[0], b->text[0]);
}

static int by_oddity(const struct particle *a, const struct particle *b)
{
    return SIGN(a->bits % 2, b->bits % 2);
}

static int by_short(const struct particle *a, const struct particle *b)
{
    return SIGN((short)a->cell, (short)b->cell);
}

static int by_name(const struct particle *a, const struct particle *b)
{
    size_t both = a->name.length < b->name.length ? a->name.length : b->name.length;
    int sign = memcmp(a->name.begin, b->name.begin, both);
    return sign != 0 ? sign : SIGN(a->name.length, b->name.length);
}

static int by_distance(const struct particle *a, const struct particle *b)
{
    double left = fabs(a->mass - middle), right = fabs(b->mass - middle);
    return isnan(left) || isnan(right) ? isnan(left) - isnan(right) : SIGN(left, right);
}

static int by_color_and_mass(const struct particle *a, const struct particle *b)
{
    return a->color != b->color ? by_color(a, b) : by_mass(a, b);
}

static int by_color_and_cell(const struct particle *a, const struct particle *b)
{
    return a->color != b->color ? by_color(a, b) : by_cell(a, b);
}

static const struct {
    const cupro_key *key;
    ordering *ordering;
} keys[] = {{&bits_of.key, by_bits},
            {&signed_bits_of.key, by_signed_bits},
            {&mass_of.key, by_mass},
            {&small_mass_of.key, by_mass},
            {&cell_of.key, by_cell},
            {&color_of.key, by_color},
            {&letter_of.key, by_letter},
            {&is_odd.key, by_oddity},
            {&short_of.key, by_short},
            {&name_of.key, by_name},
            {&distance_of.key, by_distance},
            {&color_and_mass_of.key, by_color_and_mass},
            {&color_and_cell_of.key, by_color_and_cell}};

static struct particle throw_particle(struct dice *dice, enum shape shape, size_t i, size_t n)
{
    static const double masses[] = {0.0, -0.0, INFINITY, -INFINITY, NAN, -NAN, 1.5, -7};
    struct particle p;
    memset(&p, 0, sizeof p);
    p.bits = shape_bits(dice, shape, i, n, 64);
    p.mass =
        dice_once_in(dice, 3) ? masses[dice_below(dice, 6)] : (double)dice_below(dice, 100) - 50;
    if (isnan(p.mass)) /* so that the distance is of one kind */
        p.mass = NAN;
    p.cell = (int32_t)shape_bits(dice, shape, i, n, 32);
    p.at = (uint32_t)i;
    p.color = (enum color)dice_below(dice, 3);
    for (size_t k = 0; k < sizeof p.text; k++)
        p.text[k] = (char)(dice_once_in(dice, 2) ? 'a' : 0xe4);
    memcpy(p.more, &p.bits, sizeof p.more);
    return p;
}

static void check_particles(const struct place *place, const struct particle *before, size_t n,
                            size_t which, bool falls)
{
    struct particle *p = malloc((n + 1) * sizeof *p);
    bool *seen = calloc(n + 1, sizeof *seen);
    size_t wrong = 0;
    memcpy(p, before, n * sizeof *p);
    const cupro_call call = {.ctx = &middle, AT(*place)};
    ck_assert_int_eq((falls ? cupro_sort_by_key_descending_with
                            : cupro_sort_by_key_with)(p, n, sizeof *p, keys[which].key, &call),
                     0);
    for (size_t i = 0; i < n; i++) {
        int sign = i > 0 ? keys[which].ordering(&p[i - 1], &p[i]) : -1;
        wrong += i > 0 && falls ? sign < 0 : sign > 0;
        wrong += i > 0 && sign == 0 && p[i - 1].at > p[i].at;
        wrong += p[i].at >= n || seen[p[i].at] || memcmp(&p[i], &before[p[i].at], sizeof *p) != 0;
        seen[p[i].at < n ? p[i].at : n] = true;
    }
    ck_assert_msg(wrong == 0, "%zu of %zu by key %zu", wrong, n, which);
    free(seen);
    free(p);
}

static struct particle *throw_particles(struct dice *dice, size_t n)
{
    struct particle *p = malloc((n + 1) * sizeof *p);
    enum shape shape = (enum shape)dice_below(dice, SHAPES);
    for (size_t i = 0; i < n; i++) {
        p[i] = throw_particle(dice, shape, i, n);
        p[i].name = (cupro_slice){p[i].text, dice_below(dice, sizeof p[i].text)};
    }
    return p;
}

START_TEST(elements_by_every_key)
{
    static const size_t lengths[] = {0, 1, 2, 3, 10, 100, 1024, 1025, 8192, 8193};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t l = 0; l < COUNT_OF(lengths); l++) {
        size_t n = lengths[l];
        struct particle *p = throw_particles(&dice, n);
        for (size_t which = 0; which < COUNT_OF(keys); which++)
            check_particles(&place, p, n, which, dice_once_in(&dice, 2));
        free(p);
    }
    place_close(&place);
}
END_TEST

START_TEST(many_elements_by_a_key)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    size_t n = 9000 + dice_below(&dice, 50000), which = (size_t)_i % COUNT_OF(keys);
    struct particle *p = throw_particles(&dice, n);
    check_particles(&place, p, n, which, dice_once_in(&dice, 2));
    check_particles(&place, p, n, dice_below(&dice, COUNT_OF(keys)), dice_once_in(&dice, 2));
    free(p);
    place_close(&place);
}
END_TEST

/* Small elements, whose rows are divided again where they are many of a kind. */
START_TEST(small_elements)
{
    enum { N = 200003 };
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    struct pair *p = malloc(N * sizeof *p);
    for (enum shape shape = UNIFORM; shape < SHAPES; shape++) {
        if ((int)shape % PLACES != _i)
            continue;
        size_t wrong = 0;
        for (size_t i = 0; i < N; i++)
            p[i] = (struct pair){shape_bits(&dice, shape, i, N, 64), i};
        ck_assert_int_eq(cupro_sort_by_key(p, N, &pair_bits, AT(place)), 0);
        for (size_t i = 1; i < N; i++)
            wrong +=
                p[i - 1].bits > p[i].bits || (p[i - 1].bits == p[i].bits && p[i - 1].at > p[i].at);
        ck_assert_int_eq(cupro_sort_by_key_descending(p, N, &first_of, AT(place)), 0);
        for (size_t i = 1; i < N; i++) /* within equal first bits, all rise as before */
            wrong += p[i - 1].bits >> 40 < p[i].bits >> 40 ||
                     (p[i - 1].bits >> 40 == p[i].bits >> 40 &&
                      (p[i - 1].bits > p[i].bits ||
                       (p[i - 1].bits == p[i].bits && p[i - 1].at > p[i].at)));
        ck_assert_msg(wrong == 0, "shape %d: %zu", (int)shape, wrong);
    }
    free(p);
    place_close(&place);
}
END_TEST

struct word {
    cupro_slice name;
    size_t at;
};

CUPRO_KEY(word_name, struct word, w, w.name);

static int compare_names(cupro_slice a, cupro_slice b)
{
    size_t both = a.length < b.length ? a.length : b.length;
    int sign = both > 0 ? memcmp(a.begin, b.begin, both) : 0;
    return sign != 0 ? sign : SIGN(a.length, b.length);
}

/* That the elements have names in order, and those with equal ones stand as they did. */
static size_t misplaced(const struct word *w, size_t n, bool falls)
{
    size_t wrong = 0;
    for (size_t i = 1; i < n; i++) {
        int sign = compare_names(w[i - 1].name, w[i].name);
        wrong += falls ? sign < 0 : sign > 0;
        wrong += sign == 0 && w[i - 1].at >= w[i].at;
    }
    return wrong;
}

/* Elements that are the cargo of their keys; many have the same, or a long beginning in common. */
START_TEST(small_elements_by_strings)
{
    enum { MOST = 60000, TEXT = 4096 };
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    char *text = malloc(TEXT);
    struct word *w = malloc(MOST * sizeof *w);
    for (size_t i = 0; i < TEXT; i++)
        text[i] = (char)(dice_once_in(&dice, 20) ? dice_bits(&dice) : 'a');
    for (size_t n = 1; n <= MOST; n = 9 * n + dice_below(&dice, 5)) {
        for (int falls = 0; falls < 2; falls++) {
            for (size_t i = 0; i < n; i++)
                w[i] =
                    (struct word){{text + dice_below(&dice, TEXT - 50), dice_below(&dice, 50)}, i};
            const cupro_call call = {AT(place), .in_place = falls};
            int error = (falls ? cupro_sort_by_key_descending_with
                               : cupro_sort_by_key_with)(w, n, sizeof *w, &word_name.key, &call);
            ck_assert_int_eq(error, 0);
            ck_assert_uint_eq(misplaced(w, n, falls), 0);
        }
    }
    w[77] = (struct word){{NULL, 3}, 0};
    struct word first = w[0];
    ck_assert_int_eq(cupro_sort_by_key(w, 50000, &word_name, AT(place)), CUPRO_EINVAL);
    ck_assert(w[77].name.begin == NULL && memcmp(w, &first, sizeof first) == 0);
    free(w);
    free(text);
    place_close(&place);
}
END_TEST

CUPRO_KEY(counted, struct pair, p, (atomic_fetch_add((atomic_size_t *)ctx, 1), p.bits));

START_TEST(keys_are_computed_once)
{
    enum { N = 100000, SAMPLES = 4096 };
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    struct pair *p = malloc(N * sizeof *p);
    for (int shape = 0; shape < 3; shape++) {
        atomic_size_t count = 0;
        for (size_t i = 0; i < N; i++)
            p[i] = (struct pair){
                shape_bits(&dice, (enum shape[]){UNIFORM, RISING, NEARLY_RISING}[shape], i, N, 64),
                i};
        ck_assert_int_eq(cupro_sort_by_key(p, N, &counted, AT(place), .ctx = &count), 0);
        ck_assert_uint_ge(count, N);
        ck_assert_uint_le(count, N + SAMPLES);
    }
    free(p);
    place_close(&place);
}
END_TEST

/* Raises a token when some of the last pass is done. */
static void stop_late(size_t done, size_t total, void *arg)
{
    if (done > total / 3 * 2)
        cupro_stop_request(arg);
}

START_TEST(what_has_begun_to_write_goes_through)
{
    enum { N = 100000 };
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    struct pair *p = malloc(N * sizeof *p);
    size_t wrong = 0, moved = 0;
    for (size_t i = 0; i < N; i++)
        p[i] = (struct pair){dice_bits(&dice), i};
    cupro_stop stop = {0};
    cupro_progress progress = {.report = stop_late, .arg = &stop, .interval = 1e-9};
    int error =
        cupro_sort_by_key(p, N, &pair_bits, AT(place), .stop = &stop, .progress = &progress);
    for (size_t i = 1; i < N; i++) {
        wrong += p[i - 1].bits > p[i].bits;
        moved += p[i].at != i;
    }
    ck_assert(error == 0 ? wrong == 0 : error == CUPRO_ESTOPPED && moved == 0);
    free(p);
    place_close(&place);
}
END_TEST

static int two_kinds(const void *in, void *out, size_t n, void *ctx)
{
    atomic_size_t *calls = ctx;
    for (size_t i = 0; i < n; i++)
        ((uint64_t *)out)[i] = ((const struct pair *)in)[i].bits;
    return atomic_fetch_add(calls, 1) < 3 ? CUPRO_KEY_NUMBER64 : CUPRO_KEY_NUMBER32;
}

START_TEST(stopped_and_failed_arrays_are_as_they_were)
{
    enum { N = 100000 };
    static const cupro_key wrong_key = {sizeof(struct pair), two_kinds};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    struct pair *p = malloc(N * sizeof *p), *before = malloc(N * sizeof *p);
    for (size_t i = 0; i < N; i++)
        before[i] = p[i] = (struct pair){dice_bits(&dice), i};
    cupro_stop stop = {0};
    atomic_size_t calls = 0;
    cupro_stop_request(&stop);
    ck_assert_int_eq(cupro_sort_by_key(p, N, &pair_bits, AT(place), .stop = &stop), CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_sort_by_key(p, 5, &pair_bits, AT(place), .stop = &stop), CUPRO_ESTOPPED);
    const cupro_call call = {.ctx = &calls, AT(place)};
    ck_assert_int_eq(cupro_sort_by_key_with(p, N, sizeof *p, &wrong_key, &call), CUPRO_EINVAL);
    calls = 3;
    ck_assert_int_eq(cupro_sort_by_key_with(p, 7, sizeof *p, &wrong_key, &call), 0);
    ck_assert(memcmp(p + 7, before + 7, (N - 7) * sizeof *p) == 0);
    free(before);
    free(p);
    place_close(&place);
}
END_TEST

static int no_kind(const void *in, void *out, size_t n, void *ctx)
{
    (void)in, (void)out, (void)n, (void)ctx;
    return 99;
}

START_TEST(what_is_wrong_is_refused)
{
    struct pair p[3] = {{3, 0}, {1, 1}, {2, 2}}, *none = NULL;
    static const cupro_key no_step = {sizeof *p, NULL}, no_key = {sizeof *p, no_kind};
    ck_assert_int_eq(cupro_sort_by_key(none, 3, &pair_bits), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_by_key(none, 0, &pair_bits), 0);
    ck_assert_int_eq(cupro_sort_by_key(p, SIZE_MAX / 8, &pair_bits), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_by_key(p, 3, &pair_bits, .threads = -1), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_by_key_with(p, 3, 8, &pair_bits.key, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_by_key_with(p, 3, sizeof *p, NULL, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_by_key_with(p, 3, sizeof *p, &no_step, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_sort_by_key_with(p, 3, sizeof *p, &no_key, NULL), CUPRO_EINVAL);
    ck_assert(p[0].bits == 3 && p[1].bits == 1 && p[2].bits == 2);
    ck_assert_int_eq(cupro_sort_by_key_with(p, 3, sizeof *p, &pair_bits.key, NULL), 0);
    ck_assert(p[0].bits == 1 && p[1].bits == 2 && p[2].bits == 3);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("sort_by_key", PLACES, elements_by_every_key, many_elements_by_a_key,
                     small_elements, small_elements_by_strings, keys_are_computed_once,
                     what_has_begun_to_write_goes_through,
                     stopped_and_failed_arrays_are_as_they_were, what_is_wrong_is_refused);
}
