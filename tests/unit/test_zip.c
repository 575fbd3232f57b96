/* SPDX-License-Identifier: MIT */
/* Fields of structs to arrays of their own, and back: each value once, and nothing else touched. */
#include "dice.h"
#include "fence.h"
#include "places.h"
#include "run_tests.h"

#include <cupro/zip.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 100000 };

struct record {
    double mass;
    char name[3];
    bool alive;
    struct {
        float x, y;
    } place;
    long double precise;
};

typedef char name[3];

static size_t check_fields(size_t n, const struct record *records, const double *masses,
                           const float *ys, name *names)
{
    size_t wrong = 0;
    for (size_t i = 0; i < n; i++)
        wrong += masses[i] != records[i].mass || ys[i] != records[i].place.y ||
                 memcmp(names[i], records[i].name, sizeof names[i]) != 0;
    return wrong;
}

static void throw_records(struct dice *dice, struct record *records, size_t n)
{
    for (size_t i = 0; i < n; i++)
        records[i] = (struct record){.mass = (double)i,
                                     .name = {(char)i, (char)(i >> 8), (char)dice_bits(dice)},
                                     .place = {1, (float)(dice_bits(dice) >> 40)}};
}

static void check_unzip(const struct place *place, struct dice *dice, size_t n, size_t grain)
{
    struct record *records = malloc(n * sizeof *records + 1);
    struct fence fences[] = {fence_new(n * sizeof(double)), fence_new(n * sizeof(float)),
                             fence_new(n * sizeof(name))};
    double *masses = fence_last(&fences[0], n * sizeof *masses);
    float *ys = fence_last(&fences[1], n * sizeof *ys);
    name *names = fence_last(&fences[2], n * sizeof *names);
    throw_records(dice, records, n);
    ck_assert_int_eq(cupro_unzip(records, n, mass, masses, place.y, ys, AT(*place), .grain = grain),
                     0);
    ck_assert_int_eq(cupro_unzip(records, n, name, names, mass, masses, AT(*place), .grain = grain),
                     0);
    ck_assert_uint_eq(check_fields(n, records, masses, ys, names), 0);
    ck_assert(fence_untouched_before(&fences[0], masses));
    ck_assert(fence_untouched_before(&fences[1], ys));
    ck_assert(fence_untouched_before(&fences[2], names));
    for (size_t i = 0; i < COUNT_OF(fences); i++)
        fence_free(&fences[i]);
    free(records);
}

START_TEST(fields_come_into_arrays)
{
    static const size_t grains[] = {0, 1, 777};
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t s = 0; s < COUNT_OF(sizes); s++)
        for (size_t g = 0; g < COUNT_OF(grains); g++)
            if (sizes[s] <= 2049 || (sizes[s] <= MOST && g == 0))
                check_unzip(&place, &dice, sizes[s], grains[g]);
    place_close(&place);
}
END_TEST

/* There and back, with other values in all other fields, which stay. */
static void check_zip(const struct place *place, struct dice *dice, size_t n)
{
    struct record *records = malloc(n * sizeof *records + 1), *others;
    double *masses = malloc(n * sizeof *masses + 1);
    name *names = malloc(n * sizeof *names + 1);
    size_t wrong = 0;
    others = calloc(n + 1, sizeof *others);
    throw_records(dice, records, n);
    for (size_t i = 0; i < n; i++)
        others[i] = (struct record){.alive = true, .place = {3, 4}, .precise = 5};
    ck_assert_int_eq(cupro_unzip(records, n, mass, masses, name, names, AT(*place)), 0);
    ck_assert_int_eq(cupro_zip(others, n, mass, masses, name, names, AT(*place)), 0);
    for (size_t i = 0; i < n; i++)
        wrong += others[i].mass != records[i].mass ||
                 memcmp(others[i].name, records[i].name, sizeof others[i].name) != 0 ||
                 !others[i].alive || others[i].place.x != 3 || others[i].place.y != 4 ||
                 others[i].precise != 5;
    ck_assert_uint_eq(wrong, 0);
    free(others);
    free(names);
    free(masses);
    free(records);
}

START_TEST(arrays_come_into_fields)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (size_t s = 0; s < COUNT_OF(sizes) && sizes[s] <= MOST; s++)
        check_zip(&place, &dice, sizes[s]);
    place_close(&place);
}
END_TEST

/* Fields of 1 to 40 bytes, side by side in one struct. */
START_TEST(fields_may_be_of_any_size_and_number)
{
    enum { N = 5000, FIELDS = 40, SIZE = FIELDS * (FIELDS + 1) / 2 };
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    unsigned char *structs = malloc((size_t)N * SIZE), *back = calloc(N, SIZE), *arrays[FIELDS];
    cupro_field fields[FIELDS];
    for (size_t i = 0; i < (size_t)N * SIZE; i++)
        structs[i] = (unsigned char)dice_bits(&dice);
    for (size_t k = 0, offset = 0; k < FIELDS; offset += ++k) {
        fields[k] = (cupro_field){offset, k + 1};
        arrays[k] = malloc(N * (k + 1));
    }
    void *to[FIELDS];
    const void *from[FIELDS];
    for (size_t k = 0; k < FIELDS; k++)
        from[k] = to[k] = arrays[k];
    const cupro_call call = {AT(place), .grain = 100};
    ck_assert_int_eq(cupro_unzip_with(structs, N, SIZE, FIELDS, fields, to, &call), 0);
    ck_assert_mem_eq(arrays[7] + 8, structs + SIZE + 28, 8);
    ck_assert_mem_eq(arrays[FIELDS - 1] + (N - 1) * FIELDS, structs + N * SIZE - FIELDS, FIELDS);
    ck_assert_int_eq(cupro_zip_with(back, N, SIZE, FIELDS, fields, from, NULL), 0);
    ck_assert(memcmp(structs, back, (size_t)N * SIZE) == 0);
    for (size_t k = 0; k < FIELDS; k++)
        free(arrays[k]);
    free(back);
    free(structs);
    place_close(&place);
}
END_TEST

START_TEST(of_two_values_for_a_field_the_later_is_kept)
{
    struct place place = place_open(_i);
    static struct record records[MOST];
    static double ones[MOST], twos[MOST];
    size_t wrong = 0;
    for (size_t i = 0; i < MOST; i++) {
        ones[i] = 1;
        twos[i] = 2;
    }
    ck_assert_int_eq(cupro_zip(records, MOST, mass, ones, mass, twos, AT(place)), 0);
    for (size_t i = 0; i < MOST; i++)
        wrong += records[i].mass != 2;
    ck_assert_uint_eq(wrong, 0);
    place_close(&place);
}
END_TEST

START_TEST(nothing_is_zipped_with_nothing)
{
    struct record *none = NULL;
    double *no_masses = NULL;
    bool *no_bools = NULL;
    ck_assert_int_eq(cupro_zip(none, 0, mass, no_masses, alive, no_bools), 0);
    ck_assert_int_eq(cupro_unzip(none, 0, mass, no_masses, alive, no_bools), 0);
}
END_TEST

START_TEST(zipping_stops_when_it_is_told_to)
{
    struct place place = place_open(_i);
    static struct record records[MOST];
    static double masses[MOST];
    static bool lives[MOST];
    cupro_stop stop = {0};
    cupro_stop_request(&stop);
    ck_assert_int_eq(
        cupro_unzip(records, MOST, mass, masses, alive, lives, AT(place), .stop = &stop),
        CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_zip(records, 2, mass, masses, alive, lives, AT(place), .stop = &stop),
                     CUPRO_ESTOPPED);
    place_close(&place);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("zip", PLACES, fields_come_into_arrays, arrays_come_into_fields,
                     fields_may_be_of_any_size_and_number,
                     of_two_values_for_a_field_the_later_is_kept, nothing_is_zipped_with_nothing,
                     zipping_stops_when_it_is_told_to);
}
