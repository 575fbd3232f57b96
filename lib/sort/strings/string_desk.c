/* SPDX-License-Identifier: MIT */
/*
 * Sorting strings in a core's cache.
 *
 * The leading bits of their keys that differ, and behind them the number of the element, make one
 * word, and words are sorted as numbers (kernels.inc); so equal strings keep their order, and the
 * elements move once. Neighbours whose words agree but for the number are a *run*, which goes on a
 * stack: few strings are then compared as they are, more get the keys of their next bytes. Where
 * these are all the same, what all strings of the run have in common is skipped at once. So a byte
 * is read a bounded number of times, however many strings have it in common: unlike in a sort by
 * comparisons, which reads it log n times. (The scheme of words that cache the next bytes is that
 * of Bentley and Sedgewick's multikey quicksort with caching: Ng and Kakehi 2007.)
 *
 * What limits it is one cache miss a string for each seven bytes that tell it from others; those of
 * a run are under way together.
 */
#include "sort/strings/string_desk.h"

#include "sort/numbers/kernels.h"

enum { FEW = CUPRO__FEW_STRINGS };

/* -- Desks ------------------------------------------------------------------------------------- */

size_t cupro__string_desk_bytes(size_t most, size_t size)
{
    size_t bytes, fixed = 3 * sizeof(uint64_t) + sizeof(struct cupro__string_run) / 2;
    if (__builtin_add_overflow(size, fixed, &bytes) || __builtin_mul_overflow(bytes, most, &bytes))
        return 0;
    return (bytes + 63) / 64 * 64;
}

/* The stack never holds more: runs have two strings or more, and do not overlap. */
void cupro__string_desk_lay(struct cupro__string_desk *desk, size_t most, char *memory)
{
    desk->keys = (uint64_t *)(void *)memory;
    desk->words = desk->keys + most;
    desk->spare = desk->words + most;
    desk->run = (struct cupro__string_run *)(void *)(desk->spare + most);
    desk->elements = (char *)(desk->run + most / 2);
    desk->runs = 0;
}

/* -- Few --------------------------------------------------------------------------------------- */

void cupro__sort_few_strings(const struct cupro__strings *strings, size_t depth, char *spare)
{
    cupro_slice sorted[FEW];
    size_t from[FEW], n = strings->n, size = strings->size;
    bool moved = false;
    for (size_t i = 0; i < n; i++) {
        cupro_slice string = cupro__string_at(strings, i);
        size_t at = i;
        for (; at > 0; at--) {
            int order = cupro__strings_compare(sorted[at - 1], string, depth);
            if (strings->flip != 0 ? order >= 0 : order <= 0)
                break;
            sorted[at] = sorted[at - 1];
            from[at] = from[at - 1];
        }
        sorted[at] = string;
        from[at] = i;
        moved |= at != i;
    }
    if (!moved)
        return;
    memcpy(spare, strings->x, n * size);
    for (size_t i = 0; i < n; i++)
        memcpy(strings->x + i * size, spare + from[i] * size, size);
}

/* -- Words ------------------------------------------------------------------------------------- */

/* The part of the keys that is in the words. */
struct window {
    int left;        /* bits before it, which all keys have in common */
    int number_bits; /* behind it, for the elements' numbers          */
};

static bool is_exact(struct window window)
{
    return window.left >= window.number_bits;
}

/* What keys that agree in their words have in common. */
static size_t common_bytes(struct window window)
{
    int bytes = (64 - window.number_bits + window.left) / 8;
    return bytes < CUPRO__KEY_BYTES ? (size_t)bytes : CUPRO__KEY_BYTES;
}

static uint64_t differing_bits(const uint64_t *keys, size_t n)
{
    uint64_t differing = 0;
    for (size_t i = 0; i < n; i++)
        differing |= keys[i] ^ keys[0];
    return differing;
}

static struct window sort_words(struct cupro__string_desk *desk, size_t n, uint64_t differing)
{
    struct window window = {__builtin_clzll(differing), 64 - __builtin_clzll(n - 1)};
    for (size_t i = 0; i < n; i++)
        desk->words[i] =
            desk->keys[i] << window.left >> window.number_bits << window.number_bits | i;
    cupro__sort_kernels(sizeof *desk->words)
        ->sort(desk->words, desk->spare, n, (struct cupro__key_form){0, 0});
    return window;
}

static inline size_t number_of(uint64_t word, struct window window)
{
    return word & (((uint64_t)1 << window.number_bits) - 1);
}

static inline __attribute__((always_inline)) void
place(const struct cupro__string_desk *desk, char *out, size_t n, struct window window, size_t size)
{
    for (size_t i = 0; i < n; i++)
        memcpy(out + i * size, desk->elements + number_of(desk->words[i], window) * size, size);
}

static void place_elements(const struct cupro__string_desk *desk, char *out, size_t n,
                           struct window window)
{
    if (desk->strings.size == sizeof(cupro_slice))
        place(desk, out, n, window, sizeof(cupro_slice));
    else
        place(desk, out, n, window, desk->strings.size);
}

/* -- Runs -------------------------------------------------------------------------------------- */

static void push(struct cupro__string_desk *desk, size_t begin, size_t n, size_t depth)
{
    desk->run[desk->runs++] = (struct cupro__string_run){(uint32_t)begin, (uint32_t)n, depth};
    for (size_t i = begin; i < begin + n && n <= FEW; i++) {
        const char *string = cupro__string_at(&desk->strings, i).begin;
        __builtin_prefetch((const void *)((uintptr_t)string + depth));
    }
}

/* The words [begin, end) agree but for the number: unless the strings end there, they are to be
 * sorted by what comes behind the bytes that all of them have. Where the window has cut off what
 * tells keys apart this may be nothing; but then it comes to see it next time. */
static void note_run(struct cupro__string_desk *desk, size_t first, size_t begin, size_t end,
                     size_t depth, struct window window)
{
    uint64_t flip = desk->strings.flip, key = desk->keys[number_of(desk->words[begin], window)];
    uint64_t differing = 0;
    size_t least = cupro__key_bytes(key, flip), common = common_bytes(window);
    for (size_t i = begin + 1; i < end && !is_exact(window); i++) {
        uint64_t other = desk->keys[number_of(desk->words[i], window)];
        size_t bytes = cupro__key_bytes(other, flip);
        differing |= key ^ other;
        least = bytes < least ? bytes : least;
    }
    if (differing == 0 && least < CUPRO__KEY_GOES_ON)
        return; /* the strings are equal */
    if (differing == 0)
        common = CUPRO__KEY_BYTES;
    push(desk, first + begin, end - begin, depth + (common < least ? common : least));
}

static void note_runs(struct cupro__string_desk *desk, size_t first, size_t n, size_t depth,
                      struct window window)
{
    const uint64_t *words = desk->words;
    for (size_t i = 1; i < n; i++) {
        size_t begin = i - 1;
        while (i < n && (words[i] ^ words[begin]) >> window.number_bits == 0)
            i++;
        if (i - begin > 1)
            note_run(desk, first, begin, i, depth, window);
    }
}

/* Sort the n elements on the desk into the array, from element `first` on. */
static void sort_desk(struct cupro__string_desk *desk, size_t first, size_t n, size_t depth)
{
    char *out = desk->strings.x + first * desk->strings.size;
    uint64_t differing = differing_bits(desk->keys, n);
    if (differing == 0) {
        memcpy(out, desk->elements, n * desk->strings.size);
        if (cupro__key_bytes(desk->keys[0], desk->strings.flip) == CUPRO__KEY_GOES_ON && n > 1)
            push(desk, first, n, depth + CUPRO__KEY_BYTES);
        return;
    }
    struct window window = sort_words(desk, n, differing);
    place_elements(desk, out, n, window);
    note_runs(desk, first, n, depth, window);
}

/* How many bytes all strings of a run have in common. */
static size_t common_depth(const struct cupro__strings *strings, size_t depth)
{
    cupro_slice first = cupro__string_at(strings, 0);
    size_t common = first.length;
    for (size_t i = 1; i < strings->n && common > depth; i++) {
        cupro_slice string = cupro__string_at(strings, i);
        common = common < string.length ? common : string.length;
        common = cupro__strings_common(first.begin, string.begin, depth, common);
    }
    return common;
}

static void sort_run(struct cupro__string_desk *desk, struct cupro__string_run run)
{
    struct cupro__strings part = desk->strings;
    part.x += run.begin * part.size;
    part.n = run.n;
    if (run.n <= FEW) {
        cupro__sort_few_strings(&part, run.depth, desk->elements);
        return;
    }
    cupro__string_keys(&part, 0, run.n, run.depth, desk->keys);
    if (differing_bits(desk->keys, run.n) == 0) {
        if (cupro__key_bytes(desk->keys[0], part.flip) < CUPRO__KEY_GOES_ON)
            return;
        run.depth = common_depth(&part, run.depth + CUPRO__KEY_BYTES);
        cupro__string_keys(&part, 0, run.n, run.depth, desk->keys);
    }
    memcpy(desk->elements, part.x, run.n * part.size);
    sort_desk(desk, run.begin, run.n, run.depth);
}

/* -- Entrances --------------------------------------------------------------------------------- */

void cupro__string_desk_sort(struct cupro__string_desk *desk, const struct cupro__strings *strings,
                             size_t depth)
{
    desk->strings = *strings;
    push(desk, 0, strings->n, depth);
    while (desk->runs > 0)
        sort_run(desk, desk->run[--desk->runs]);
}

void cupro__string_desk_bring(struct cupro__string_desk *desk, const struct cupro__strings *strings,
                              size_t depth)
{
    desk->strings = *strings;
    sort_desk(desk, 0, strings->n, depth);
    while (desk->runs > 0)
        sort_run(desk, desk->run[--desk->runs]);
}
