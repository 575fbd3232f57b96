/* SPDX-License-Identifier: MIT */
/*
 * Out of memory is a code: whichever allocation fails, nothing leaks, nothing crashes, and the next
 * call is as if nothing had been. The linker sends the library's allocations through here, and
 * those of Check's assertions too, so that none may stand where allocations are counted.
 */
#include "places.h"
#include "run_tests.h"

#include <cupro.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

static atomic_long until_failure; /* the allocation that makes this 0 fails */
static atomic_long allocated;     /* calls that gave memory, less those that took it back */
static atomic_long asked;

static bool is_refused(void)
{
    atomic_fetch_add(&asked, 1);
    return atomic_fetch_sub(&until_failure, 1) == 1;
}

static void *given(void *memory)
{
    atomic_fetch_add(&allocated, memory != NULL);
    return memory;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void __real_free(void *memory);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
void __wrap_free(void *memory);

void *__wrap_malloc(size_t size)
{
    return is_refused() ? NULL : given(__real_malloc(size));
}

void *__wrap_calloc(size_t n, size_t size)
{
    return is_refused() ? NULL : given(__real_calloc(n, size));
}

void *__wrap_realloc(void *memory, size_t size)
{
    void *moved = is_refused() ? NULL : __real_realloc(memory, size);
    return memory == NULL ? given(moved) : moved;
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return is_refused() ? NULL : given(__real_aligned_alloc(alignment, size));
}

void __wrap_free(void *memory)
{
    atomic_fetch_sub(&allocated, memory != NULL);
    __real_free(memory);
}

/* -- Operations that succeed, with the right result, or return a code -------------------------- */

enum { N = 3000, WRONG = 1000 };

static int64_t numbers[N]; /* 0, 1, 2, … */

CUPRO_MAP(doubled, int64_t, int64_t, x, 2 * x);
CUPRO_FILTER(is_third, int64_t, x, x % 3 == 0);
CUPRO_FLAT_MAP(six_of_a_third, int64_t, int64_t, 6, x, put, {
    for (int i = 0; i < 6 && x % 3 == 0; i++)
        *put++ = x;
});
CUPRO_FILTER(is_third_index, size_t, i, i % 3 == 0);

static int visit_range(size_t lo, size_t hi, void *ctx)
{
    (void)ctx;
    return lo < hi ? 0 : WRONG;
}

static int add_range(void *acc, size_t lo, size_t hi, void *ctx)
{
    (void)ctx;
    for (size_t i = lo; i < hi; i++)
        *(int64_t *)acc += numbers[i];
    return 0;
}

static int visit_items(const void *items, size_t n, void *ctx)
{
    (void)ctx;
    return items != NULL && n > 0 ? 0 : WRONG;
}

static int checked(int error, bool right)
{
    return error != 0 || right ? error : WRONG;
}

static int loop(const cupro_call *call)
{
    return cupro_for_with(N, visit_range, call);
}

static int fold(const cupro_call *call)
{
    int64_t sum = 0;
    int error = cupro_fold_with(N, add_range, &cupro_plus_i64, &sum, call);
    return checked(error, sum == (int64_t)N * (N - 1) / 2);
}

static int fold_workers(const cupro_call *call)
{
    int64_t sum = 0;
    int error = cupro_fold_workers_with(N, add_range, &cupro_plus_i64, &sum, call);
    return checked(error, sum == (int64_t)N * (N - 1) / 2);
}

static int reduce(const cupro_call *call)
{
    int64_t sum = 0;
    int error = cupro_reduce_with(cupro_from(numbers, N, &doubled), &cupro_plus_i64, &sum,
                                  sizeof sum, call);
    return checked(error, sum == (int64_t)N * (N - 1));
}

static int count(const cupro_call *call)
{
    size_t n = 0;
    int error = cupro_count_with(cupro_from(numbers, N, &doubled, &is_third), &n, call);
    return checked(error, n == N / 3);
}

static int each(const cupro_call *call)
{
    return cupro_each_with(cupro_from(numbers, N, &is_third), visit_items, call);
}

/* Whichever way a chain is collected: without filters, with filters first, with filters later. */
static int collect(cupro_chain chain, const cupro_call *call, size_t third)
{
    int64_t out[2 * N], *fresh = NULL;
    size_t n = 0, m = 0;
    int error = cupro_collect_with(chain, out, sizeof *out, &n, call);
    if (error == 0)
        error = cupro_collect_new_with(chain, (void **)&fresh, sizeof *fresh, &m, call);
    bool right = error != 0 || (n == third && m == third && fresh[2] == out[2] &&
                                memcmp(fresh, out, n * sizeof *out) == 0);
    free(fresh);
    return checked(error, right);
}

static int collect_maps(const cupro_call *call)
{
    return collect(cupro_from(numbers, N, &doubled), call, N);
}

static int collect_select(const cupro_call *call)
{
    return collect(cupro_from(numbers, N, &is_third, &doubled), call, N / 3);
}

static int collect_stash(const cupro_call *call)
{
    return collect(cupro_from(numbers, N, &doubled, &is_third), call, N / 3);
}

CUPRO_RELATION(same_ten, int64_t, a, b, a / 10 == b / 10);

static int chunk_by(const cupro_call *call)
{
    return cupro_chunk_by_with(numbers, N, sizeof *numbers, &same_ten.relation, visit_range, call);
}

static int runs_new(const cupro_call *call)
{
    size_t *begins = NULL, count = 0;
    int error =
        cupro_runs_new_with(numbers, N, sizeof *numbers, &same_ten.relation, &begins, &count, call);
    bool right = error == 0 && count == N / 10 && begins[1] == 10 && begins[count] == N;
    free(begins);
    return checked(error, right);
}

static const char text[N]; /* NULs */

static int visit_slices(const cupro_slice *pieces, size_t count, void *ctx)
{
    return visit_items(pieces, count, ctx);
}

static int split(const cupro_call *call)
{
    return cupro_split_with(text, N, '\0', visit_slices, call);
}

static int split_new(const cupro_call *call)
{
    cupro_slice *pieces = NULL;
    size_t count = 0;
    int error = cupro_split_new_with(text, N, '\0', &pieces, &count, call);
    bool right = error == 0 && count == N + 1 && pieces[N].begin == text + N;
    free(pieces);
    return checked(error, right);
}

static int find_bytes(const cupro_call *call)
{
    cupro_slice many[100];
    for (size_t i = 0; i < 100; i++)
        many[i] = (cupro_slice){text + i, 1 + i};
    cupro_needles *needles = NULL;
    size_t at = 42, count = 0, *places = NULL;
    int error = cupro_find_bytes_with(text, N, "\0", 1, &at, call);
    if (error == 0)
        error = cupro_find_bytes_all_with(text, N, "\0", 1, &places, &count, call);
    bool right = error == 0 && at == 0 && count == N && places[N - 1] == N - 1;
    if (error == 0)
        error = cupro_needles_new(&needles, many, 100, CUPRO_EXACT);
    cupro_needles_free(needles);
    free(places);
    return checked(error, right);
}

static int collect_flat_map(const cupro_call *call)
{
    return collect(cupro_from(numbers, N, &six_of_a_third, &doubled), call, 2 * N);
}

static int find_in_range(const cupro_call *call)
{
    size_t at = 0;
    int error = cupro_find_with(cupro_from_range(N, 2 * N, &is_third_index), CUPRO_LAST, &at, call);
    return checked(error, at == (2 * N - 1) / 3 * 3);
}

static int pack(const cupro_call *call)
{
    static bool flags[N];
    int64_t out[N];
    size_t n = 0, index[N], m = 0;
    for (size_t i = 0; i < N; i++)
        flags[i] = i % 3 == 0;
    int error = cupro_pack_with(numbers, flags, N, sizeof *out, out, &n, call);
    if (error == 0)
        error = cupro_pack_index_with(flags, N, index, &m, call);
    return checked(error, n == N / 3 && m == n && out[n - 1] == N - 3 && index[n - 1] == N - 3);
}

static int unzip(const cupro_call *call)
{
    static const struct {
        int64_t a, b;
    } pairs[N] = {[N - 1] = {3, 4}};
    static int64_t a[N], b[N];
    static const cupro_field fields[] = {{0, sizeof *a}, {sizeof *a, sizeof *b}};
    void *const arrays[] = {a, b};
    int error = cupro_unzip_with(pairs, N, sizeof *pairs, 2, fields, arrays, call);
    return checked(error, a[N - 1] == 3 && b[N - 1] == 4);
}

struct stream {
    size_t given, taken;
};

static int give_number(void *item, bool *end, void *ctx)
{
    struct stream *stream = ctx;
    *(size_t *)item = stream->given;
    *end = stream->given == 100;
    stream->given += !*end;
    return 0;
}

static int take_number(void *item, void *ctx)
{
    struct stream *stream = ctx;
    return *(size_t *)item == stream->taken++ ? 0 : WRONG;
}

static int pipeline(const cupro_call *call)
{
    static const cupro_pipeline_parts parts = {
        .item_size = sizeof(size_t), .source = give_number, .sink = take_number};
    struct stream stream = {0, 0};
    cupro_call own = *call;
    own.ctx = &stream;
    int error = cupro_pipeline_with(&parts, &own);
    return checked(error, stream.taken == 100);
}

struct wide {
    uint64_t number[5];
};

/* Numbers of three ways to be sorted; without memory they are as they were. */
static int sort(const cupro_call *call)
{
    enum { MANY = 40000 };
    static uint64_t uniform[MANY], few[MANY];
    static uint16_t small[MANY];
    for (size_t i = 0; i < MANY; i++) {
        uniform[i] = i * 0x9e3779b97f4a7c15u;
        few[i] = uniform[i] >> 62;
        small[i] = (uint16_t)(uniform[i] >> 48);
    }
    uint64_t second = uniform[1], second_few = few[1];
    uint16_t second_small = small[1];
    int error = cupro_sort_u64(uniform, MANY, call);
    if (error != 0)
        return uniform[1] == second ? error : WRONG;
    error = cupro_sort_descending_u64(few, MANY, call);
    if (error != 0)
        return few[1] == second_few ? error : WRONG;
    error = cupro_sort_u16(small, MANY, call);
    bool sorted = uniform[0] == 0 && few[0] == 3 && few[MANY - 1] == 0 && small[0] == 0;
    return (error != 0 ? small[1] == second_small : sorted) ? error : WRONG;
}

CUPRO_KEY(first_of, struct wide, x, x.number[0]);

/* Strings that are the elements' own bytes. */
static int words_of(const void *in, void *out, size_t n, void *ctx)
{
    (void)ctx;
    const struct wide *element = in;
    for (size_t i = 0; i < n; i++)
        ((cupro_slice *)out)[i] = (cupro_slice){(const char *)element[i].number, 8};
    return CUPRO_KEY_SLICE;
}

static const cupro_key word_of = {sizeof(struct wide), words_of};

/* Elements that are large, half of which have one key, in all ways that need memory. */
static int sort_by_keys(const cupro_call *call)
{
    enum { MANY = 150000 };
    static struct wide elements[MANY];
    static uint64_t keys[MANY], index[MANY];
    for (size_t i = 0; i < MANY; i++) {
        keys[i] = i % 2 != 0 ? 77 : i * 0x9e3779b97f4a7c15u;
        elements[i].number[0] = keys[i];
        elements[i].number[1] = i;
        index[i] = 7;
    }
    int error = cupro_argsort_u64(keys, MANY, index, sizeof *index, call);
    if (error != 0)
        return index[0] == 7 && index[MANY - 1] == 7 ? error : WRONG;
    uint64_t first = keys[index[0]], last = elements[index[MANY - 1]].number[1];
    error = cupro_sort_pairs_u64(keys, index, MANY, sizeof *index, call);
    if (error != 0)
        return keys[1] == 77 && keys[3] == 77 ? error : WRONG;
    error = cupro_sort_by_key_with(elements, 3000, sizeof *elements, &word_of, call);
    if (error != 0)
        return elements[1].number[1] == 1 ? error : WRONG;
    for (size_t i = 0; i < 1000; i++)
        elements[i] = (struct wide){{i % 2 != 0 ? 77 : i * 0x9e3779b97f4a7c15u, i}};
    error = cupro_sort_by_key_with(elements, MANY, sizeof *elements, &first_of.key, call);
    if (error != 0)
        return elements[1].number[1] == 1 ? error : WRONG;
    return checked(0, elements[0].number[0] == first && elements[MANY - 1].number[1] == last);
}

struct item {
    uint64_t key, place, more[6];
};
CUPRO_ORDER(by_key, struct item, a, b, a.key < b.key);

static int compare_items(const void *a, const void *b, void *ctx)
{
    const struct item *left = a, *right = b;
    (void)ctx;
    return (left->key > right->key) - (left->key < right->key);
}

/* Items by their keys, `way` by way; each has its place in it, so that none may be lost. */
static int sort_items(const cupro_call *call, int way)
{
    enum { MANY = 20000 };
    static struct item items[MANY], out[MANY];
    for (size_t i = 0; i < MANY; i++)
        items[i] = (struct item){way == 4 ? i % (MANY / 2) : i * 0x9e3779b97f4a7c15u >> 8, i, {0}};
    cupro_call own = *call;
    own.in_place = way == 2 || way == 3;
    own.unstable = way == 3;
    size_t size = sizeof *items;
    int error = way == 1   ? cupro_sort_any_with(items, MANY, size, compare_items, &own)
                : way == 5 ? cupro_nth_by_with(items, MANY, 77, size, &by_key.order, &own)
                : way == 6 ? cupro_top_by_with(items, MANY, 77, size, out, &by_key.order, &own)
                           : cupro_sort_by_with(items, MANY, size, &by_key.order, &own);
    uint64_t places = 0;
    bool sorted = true;
    for (size_t i = 0; i < MANY; i++) {
        places += items[i].place;
        sorted = sorted && (i == 0 || way > 4 || items[i - 1].key <= items[i].key);
    }
    bool whole = places == (uint64_t)MANY * (MANY - 1) / 2;
    return whole && (error != 0 || sorted) ? error : WRONG;
}

#define SORT_ITEMS(way)                              \
    static int sort_by_##way(const cupro_call *call) \
    {                                                \
        return sort_items(call, way);                \
    }
SORT_ITEMS(0)
SORT_ITEMS(1)
SORT_ITEMS(2)
SORT_ITEMS(3)
SORT_ITEMS(4)
SORT_ITEMS(5)
SORT_ITEMS(6)
#undef SORT_ITEMS

/* More than a desk holds, with a large bucket and a small one. */
static int sort_strings(const cupro_call *call)
{
    enum { MANY = 20000 };
    static const char words[] = "the same beginnings, 01234567";
    static cupro_slice x[MANY];
    for (size_t i = 0; i < MANY; i++)
        x[i] = (cupro_slice){words + (i % 5 == 0), sizeof words - 2 - i % 7};
    int error = cupro_sort_strings_with(x, MANY, call);
    size_t second = x[1].length;
    bool sorted = x[0].begin == words + 1 && second == sizeof words - 8;
    return (error != 0 ? second == sizeof words - 3 : sorted) ? error : WRONG;
}

static int sort_in_place(const cupro_call *call)
{
    enum { MANY = 300000 };
    static uint64_t x[MANY];
    for (size_t i = 0; i < MANY; i++)
        x[i] = i * 0x9e3779b97f4a7c15u;
    uint64_t second = x[1];
    cupro_call own = *call;
    own.in_place = true;
    int error = cupro_sort_u64(x, MANY, &own);
    return (error != 0 ? x[1] == second : x[0] == 0 && x[1] < x[2]) ? error : WRONG;
}

static int select_numbers(const cupro_call *call)
{
    enum { MANY = 40000 };
    static uint32_t x[MANY], out[MANY];
    uint64_t sum = 0;
    for (uint32_t i = 0; i < MANY; i++)
        x[i] = (i * 7919u) % MANY;
    int error = cupro_nth_u32(x, MANY, MANY / 3, call);
    if (error == 0)
        error = cupro_top_u32(x, MANY, MANY / 2, out, call);
    for (size_t i = 0; i < MANY; i++)
        sum += x[i];
    bool right = x[MANY / 3] == MANY / 3 && out[0] == MANY - 1 && out[MANY / 2 - 1] == MANY / 2;
    return (error != 0 || right) && sum == (uint64_t)MANY * (MANY - 1) / 2 ? error : WRONG;
}

/* Several blocks: without memory the array is as it was. */
static int unique(const cupro_call *call)
{
    enum { MANY = 400000 };
    static uint64_t x[MANY];
    size_t count = 77;
    for (size_t i = 0; i < MANY; i++)
        x[i] = i / 2;
    int error = cupro_unique_u64(x, MANY, &count, call);
    if (error != 0)
        return x[1] == 0 && x[MANY - 1] == MANY / 2 - 1 && count == 77 ? error : WRONG;
    return checked(error, count == MANY / 2 && x[1] == 1 && x[count - 1] == count - 1);
}

static int merge(const cupro_call *call)
{
    enum { MANY = 1100000 }; /* the result is streamed */
    static uint64_t a[MANY], b[MANY], out[2 * MANY];
    for (size_t i = 0; i < MANY; i++) {
        a[i] = 2 * i;
        b[i] = 2 * i + 1;
    }
    size_t at[3];
    int error = cupro_merge_u64(a, MANY, b, MANY, out, call);
    if (error == 0)
        error = cupro_lower_bound_u64(out, 2 * MANY, &a[MANY / 2], 3, at, call);
    return checked(error, out[MANY] == MANY && out[2 * MANY - 1] == 2 * MANY - 1 &&
                              at[0] == MANY / 2 * 2 && at[2] == MANY / 2 * 2 + 4);
}

/* Tables of their own, and one for all; counts are written only if there is no error. */
static int histogram(const cupro_call *call)
{
    size_t counts[7] = {[6] = 77}, many[N];
    int error = cupro_histogram_i64(numbers, N, 0, N - 1, 7, counts, call);
    if (error != 0)
        return counts[6] == 77 ? error : WRONG;
    error = cupro_histogram_edges_i64(numbers, N, numbers, N - 1, many, call);
    return checked(error, counts[0] == (N + 5) / 7 && many[0] == 1 && many[N - 2] == 2);
}

CUPRO_KEY(digit_of, int64_t, x, x % 10);

static int partition_by(const cupro_call *call)
{
    size_t starts[11] = {77};
    int64_t out[N];
    int error =
        cupro_partition_by_with(numbers, N, sizeof *numbers, 10, &digit_of.key, out, starts, call);
    if (error != 0)
        return starts[0] == 77 ? error : WRONG;
    return checked(error,
                   starts[1] == N / 10 && out[0] == 0 && out[1] == 10 && out[N - 1] == N - 1);
}

/* The keys' bytes, short and long, from places in the arrays. */
static int add_keys(size_t lo, size_t hi, void *ctx)
{
    int error = 0;
    for (size_t i = lo; i < hi && error == 0; i++)
        error = cupro_tally_add(ctx, &numbers[i % 500], 8 + (size_t)(i % 2) * 12, 1);
    return error;
}

static int write_nowhere(const void *bytes, size_t length, void *arg)
{
    *(size_t *)arg += length;
    return bytes == NULL;
}

static int read_tally(cupro_tally *tally, const cupro_call *call)
{
    cupro_tally_entry *entries = NULL, best[10];
    size_t n = 0, found = 0, written = 0;
    int error = cupro_tally_top_with(tally, 10, best, &found, call);
    if (error == 0)
        error = cupro_tally_entries_with(tally, &entries, &n, call);
    bool right = error == 0 && n == 500 && found == 10 && entries[9].count == 2 * N / 500 &&
                 entries[9].key.length == best[9].key.length;
    free(entries);
    if (error == 0 && right)
        error = cupro_tally_save_with(tally, write_nowhere, &written, call);
    return checked(error, right && written > 8 * n);
}

static int tally(const cupro_call *call)
{
    cupro_tally *tally = NULL, *other = NULL;
    cupro_call adding = *call;
    int error = cupro_tally_open(&tally);
    if (error == 0)
        error = cupro_tally_open(&other);
    adding.ctx = tally;
    if (error == 0)
        error = cupro_for_with(N, add_keys, &adding);
    adding.ctx = other;
    if (error == 0)
        error = cupro_for_with(N, add_keys, &adding);
    if (error == 0)
        error = cupro_tally_absorb(tally, other);
    if (error == 0)
        error = read_tally(tally, call);
    cupro_tally_close(tally);
    cupro_tally_close(other);
    return error;
}

/* So many keys that they are listed in ranges. */
static int long_list(const cupro_call *call)
{
    enum { KEYS = 66000 };
    cupro_tally *tally = NULL;
    cupro_tally_entry *entries = NULL;
    size_t n = 0;
    int error = cupro_tally_open(&tally);
    for (uint64_t i = 0; i < KEYS && error == 0; i++)
        error = cupro_tally_add(tally, &i, sizeof i, 1 + (i == KEYS / 2));
    if (error == 0)
        error = cupro_tally_shrink_with(tally, call);
    if (error == 0)
        error = cupro_tally_entries_with(tally, &entries, &n, call);
    bool right = error == 0 ? n == KEYS && entries[0].count == 2 : entries == NULL;
    free(entries);
    cupro_tally_close(tally);
    return right ? error : WRONG;
}

static int sets(const cupro_call *call)
{
    static int64_t odd[N], out[2 * N];
    size_t count = 77;
    bool yes = true;
    for (size_t i = 0; i < N; i++)
        odd[i] = 2 * (int64_t)i + 1;
    int error = cupro_set_union_i64(numbers, N, odd, N, out, &count, call);
    if (error != 0)
        return count == 77 ? error : WRONG;
    bool right = count == N + N / 2 && out[N] == N + 1;
    error = cupro_set_intersection_i64(numbers, N, odd, 7, out, &count, call);
    if (error == 0)
        error = cupro_includes_i64(numbers, N, odd, N, &yes, call);
    return checked(error, right && count == 7 && out[6] == 13 && !yes);
}

static int join_by(const cupro_call *call)
{
    cupro_pair none, *pairs = &none;
    size_t count = 77;
    int error = cupro_join_by_with(numbers, N, sizeof *numbers, &digit_of.key, numbers, 20,
                                   sizeof *numbers, &digit_of.key, &pairs, &count, call);
    if (error != 0)
        return pairs == NULL && count == 77 ? error : WRONG;
    bool right = count == 2 * N && pairs[count - 1].a == N - 1 && pairs[count - 1].b == 19;
    free(pairs);
    return checked(error, right);
}

/* -- Groups: few and many, with all that there is besides -------------------------------------- */

struct mark {
    uint64_t number, other;
    int32_t more;
};
CUPRO_KEY(number_of, struct mark, m, m.number);
CUPRO_KEY_FIELDS(all_of, struct mark, number, other, more);
CUPRO_MAP(mark_one, struct mark, int64_t, m, (int64_t)(m.more == 0));

enum { MARKS = 30000 /* of 10000 groups, and a heavy one */ };
static struct mark marks[MARKS];

static const struct mark *throw_marks(void)
{
    for (size_t i = 0; i < MARKS; i++)
        marks[i] = (struct mark){i % 3 != 0 ? 77 : i, 1, 0};
    return marks;
}

static int count_by(const cupro_call *call)
{
    cupro_counts counts = {0};
    int error =
        cupro_count_by_with(throw_marks(), MARKS, sizeof *marks, &number_of.key, &counts, call);
    bool right = error != 0 ? counts.first == NULL
                            : counts.count == MARKS / 3 + 1 && counts.size[1] == MARKS / 3 * 2;
    cupro_counts_free(&counts);
    return right ? error : WRONG;
}

static int count_by_fields(const cupro_call *call)
{
    cupro_call own = *call;
    own.sorted = true;
    cupro_counts counts = {0};
    int error =
        cupro_count_by_with(throw_marks(), MARKS, sizeof *marks, &all_of.key, &counts, &own);
    bool right = error != 0 || counts.count == MARKS / 3 + 1;
    cupro_counts_free(&counts);
    return checked(error, right);
}

static int group_by(const cupro_call *call)
{
    cupro_groups groups = {0};
    int error =
        cupro_group_by_with(throw_marks(), MARKS, sizeof *marks, &number_of.key, &groups, call);
    bool right = error != 0 || (groups.count == MARKS / 3 + 1 && groups.starts[1] == 1);
    if (error != 0 && groups.order != NULL)
        right = false;
    cupro_groups_free(&groups);
    return right ? error : WRONG;
}

static long owned; /* accumulators that were made, less those that were dropped */

static int make_owned(void *acc, void *ctx)
{
    (void)ctx;
    *(int64_t *)acc = 0;
    __atomic_fetch_add(&owned, 1, __ATOMIC_RELAXED);
    return 0;
}

static int add_owned(void *acc, void *other, void *ctx)
{
    (void)ctx;
    *(int64_t *)acc += *(const int64_t *)other;
    return 0;
}

static void drop_owned(void *acc, void *ctx)
{
    (void)acc, (void)ctx;
    __atomic_fetch_sub(&owned, 1, __ATOMIC_RELAXED);
}

/* Accumulators that own something are dropped, all but those of the result. */
static int reduce_by(const cupro_call *call)
{
    static const cupro_monoid owner = {
        .size = sizeof(int64_t), .init = make_owned, .combine = add_owned, .drop = drop_owned};
    cupro_reduced reduced = {0};
    owned = 0;
    int error = cupro_reduce_by_with(throw_marks(), MARKS, sizeof *marks, &number_of.key,
                                     &mark_one.stage, &owner, &reduced, call);
    bool right = owned == (long)reduced.count;
    if (error == 0)
        right = right && reduced.count == MARKS / 3 + 1 &&
                ((const int64_t *)reduced.values)[1] == MARKS / 3 * 2;
    cupro_reduced_free(&reduced);
    return right ? error : WRONG;
}

typedef int operation(const cupro_call *call);
static operation *const operations[] = {
    loop,           fold,         fold_workers,   reduce,          count,
    each,           collect_maps, collect_select, collect_stash,   collect_flat_map,
    find_in_range,  pack,         unzip,          chunk_by,        runs_new,
    split,          find_bytes,   split_new,      pipeline,        sort,
    sort_by_keys,   sort_by_0,    sort_by_1,      sort_by_2,       sort_by_3,
    sort_by_4,      sort_by_5,    sort_by_6,      sort_strings,    sort_in_place,
    select_numbers, unique,       merge,          histogram,       tally,
    partition_by,   sets,         count_by,       count_by_fields, group_by,
    reduce_by,      join_by,      long_list};

/* -- Tests ------------------------------------------------------------------------------------- */

/* Run the operation with its first, second, third … allocation failing (of very many, some), until
 * none is left. */
static void check_operation(size_t number, const cupro_call *call)
{
    bool failed = true;
    ck_assert_int_eq(operations[number](call), 0);
    for (long k = 1; failed; k += 1 + k / 16) {
        long before = allocated;
        until_failure = k;
        int error = operations[number](call);
        failed = until_failure <= 0;
        until_failure = 0;
        long leaked = allocated - before;
        ck_assert_msg(error == 0 || (failed && error == CUPRO_ENOMEM),
                      "operation %zu, allocation %ld: %d", number, k, error);
        ck_assert_msg(leaked == 0, "operation %zu, allocation %ld: %ld leaked", number, k, leaked);
        ck_assert_int_eq(operations[number](call), 0);
    }
}

START_TEST(any_allocation_may_fail)
{
    static const int threads[] = {1, 3, 70};
    cupro_pool *pool;
    for (int64_t i = 0; i < N; i++)
        numbers[i] = i;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = threads[_i]), 0);
    cupro_call call = {.pool = pool, .grain = 16};
    for (size_t o = 0; o < COUNT_OF(operations); o++)
        check_operation(o, &call);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

START_TEST(loops_allocate_nothing_up_to_64_threads)
{
    static const int threads[] = {1, 7, 64};
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = threads[_i]), 0);
    for (size_t grain = 0; grain < 2; grain++) {
        int errors = cupro_for(N, visit_range, NULL, .pool = pool, .grain = grain);
        long before = asked;
        errors |= cupro_for(N, visit_range, NULL, .pool = pool, .grain = grain);
        errors |= cupro_chunks(N, 7, visit_range, NULL, .pool = pool, .grain = grain);
        errors |= cupro_rchunks(N, 7, visit_range, NULL, .pool = pool, .grain = grain);
        errors |= cupro_windows(N, 7, visit_range, NULL, .pool = pool, .grain = grain);
        long after = asked;
        ck_assert_int_eq(errors, 0);
        ck_assert_int_eq(after, before);
    }
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

int main(void)
{
    return RUN_TESTS("no_memory", 3, any_allocation_may_fail,
                     loops_allocate_nothing_up_to_64_threads);
}
