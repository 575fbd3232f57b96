/* SPDX-License-Identifier: MIT */
/*
 * Classes of numbers around two pivots (see classes.h).
 *
 * The pivots are taken from a sample, at such a distance from the wanted place that what stands
 * there is between them but for one case in a thousand, and few other numbers are (Floyd and
 * Rivest, "Expected time bounds for selection", 1975). A sample of 16384 leaves 2 %. After pivots
 * that leave more than half, the next one is the middle of the range of keys, which halves the
 * range: so no input needs more than two rounds for each bit of a key.
 *
 * Bytes moved for n elements of s bytes: n s read, n / 4 of bits written.
 */
#include "sort/parts/classes.h"

#include "primitives/arrays/array.h"
#include "sort/parts/select_kernels.h"

#include <cupro/error.h>
#include <stdlib.h>

enum { LEAST_SAMPLES = 256, MOST_SAMPLES = 16384, ELEMENTS_A_SAMPLE = 256 };

/* -- Pivots ------------------------------------------------------------------------------------ */

/* Three standard deviations of where sample `rank` of a sorted array's is, and some for the ends.
 */
static size_t margin(size_t rank, size_t samples)
{
    size_t margin = 0, variance = rank * (samples - rank) / samples;
    while (margin * margin < 9 * variance)
        margin++;
    return margin + 4;
}

static uint64_t within(uint64_t key, uint64_t least, uint64_t most)
{
    return key < least ? least : key > most ? most : key;
}

static void choose_pivots(struct cupro__classes *classes, size_t k)
{
    size_t n = classes->part.n, samples = LEAST_SAMPLES;
    if (classes->wary) {
        classes->lo = classes->hi = classes->least + (classes->most - classes->least) / 2;
        return;
    }
    while (samples < MOST_SAMPLES && samples < n / ELEMENTS_A_SAMPLE)
        samples *= 2;
    cupro__sort_draw(&classes->part, samples, classes->samples);
    size_t rank = (size_t)((double)k / (double)n * (double)samples), off = margin(rank, samples);
    uint64_t lo = rank >= off ? classes->samples[rank - off] : classes->least;
    uint64_t hi = rank + off < samples ? classes->samples[rank + off] : classes->most;
    classes->lo = within(lo, classes->least, classes->most);
    classes->hi = within(hi, classes->lo, classes->most);
}

/* -- Who is where ------------------------------------------------------------------------------ */

static int classify_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    struct cupro__classes *classes = arg;
    const struct cupro__sorting *part = &classes->part;
    const struct cupro__select_kernels *kernels = cupro__select_kernels(part->size);
    for (size_t block = lo; block < hi; block++) {
        size_t begin = block * CUPRO__CLASS_BLOCK, word = block * CUPRO__CLASS_WORDS;
        kernels->classify(part->x + begin * part->size,
                          cupro__class_block_end(classes, block) - begin, part->form, classes->lo,
                          classes->hi, classes->less + word, classes->greater + word,
                          classes->count[block]);
    }
    return 0;
}

int cupro__classes_find(struct cupro__classes *classes, size_t k, const struct cupro__crew *crew,
                        const struct cupro__work *report, const cupro_call *call)
{
    size_t n = classes->part.n;
    choose_pivots(classes, k);
    classes->blocks = (n - 1) / CUPRO__CLASS_BLOCK + 1;
    struct cupro__work work = *report;
    work.units = classes->blocks;
    work.run = classify_blocks;
    work.arg = classes;
    work.unit_ns = (double)CUPRO__CLASS_BLOCK * (double)classes->part.size / cupro__bytes_a_ns;
    int error = cupro__engine_run(crew, &work, call);
    if (error != 0)
        return error;
    size_t before = 0, behind = 0;
    for (size_t block = 0; block < classes->blocks; block++) {
        before += classes->count[block][0];
        behind += classes->count[block][1];
    }
    classes->total[CUPRO__BEFORE] = before;
    classes->total[CUPRO__BETWEEN] = n - before - behind;
    classes->total[CUPRO__BEHIND] = behind;
    return 0;
}

void cupro__classes_descend(struct cupro__classes *classes, enum cupro__class into, char *begin)
{
    size_t n = classes->part.n;
    classes->part.x = begin;
    classes->part.n = classes->total[into];
    if (into == CUPRO__BEFORE)
        classes->most = classes->lo - 1;
    if (into == CUPRO__BETWEEN) {
        classes->least = classes->lo;
        classes->most = classes->hi;
    }
    if (into == CUPRO__BEHIND)
        classes->least = classes->hi + 1;
    classes->wary = !classes->wary && classes->part.n > n / 2;
}

int cupro__classes_open(struct cupro__classes *classes, const struct cupro__sorting *sorting)
{
    size_t blocks = sorting->n / CUPRO__CLASS_BLOCK + 1, words = blocks * CUPRO__CLASS_WORDS;
    *classes = (struct cupro__classes){.part = *sorting, .most = cupro__last_key(sorting->size)};
    classes->less = malloc(2 * words * sizeof *classes->less);
    classes->count = malloc(blocks * sizeof *classes->count);
    classes->samples = malloc(2 * MOST_SAMPLES * sizeof *classes->samples);
    if (classes->less == NULL || classes->count == NULL || classes->samples == NULL) {
        cupro__classes_close(classes);
        return CUPRO_ENOMEM;
    }
    classes->greater = classes->less + words;
    return 0;
}

void cupro__classes_close(struct cupro__classes *classes)
{
    free(classes->samples);
    free(classes->count);
    free(classes->less);
}
