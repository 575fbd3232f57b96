/* SPDX-License-Identifier: MIT */
/*
 * Arrays that rise or fall already.
 *
 * A few keys, spread over the array, tell at once that nearly all others are not of this kind; the
 * rest are read, by all threads, until a pair is out of order. One that falls is to be turned
 * around; equal keys are equal bits, so it may also stay level in places.
 */
#include "sort/numbers/sorting.h"

enum { LOOKS = 64, BLOCK = 65536, OUT_OF_ORDER = 1 };

static int look_at_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct cupro__sorting *sorting = arg;
    const struct cupro__sort_kernels *kernels = cupro__sort_kernels(sorting->size);
    size_t begin = lo * BLOCK, end = hi * BLOCK + 1; /* with the first of those behind */
    if (end > sorting->n)
        end = sorting->n;
    bool rises = kernels->rises(sorting->x + begin * sorting->size, end - begin, sorting->form);
    return rises ? 0 : OUT_OF_ORDER;
}

static bool seems_to_rise(const struct cupro__sorting *sorting)
{
    size_t at[LOOKS];
    uint64_t keys[LOOKS];
    for (size_t i = 0; i < LOOKS; i++)
        at[i] = (sorting->n - 1) / (LOOKS - 1) * i;
    cupro__sort_kernels(sorting->size)->pick(sorting->x, at, LOOKS, sorting->form, keys);
    return cupro__sort_kernels(sizeof *keys)->rises(keys, LOOKS, (struct cupro__key_form){0, 0});
}

/* 0: it rises; OUT_OF_ORDER: it does not; or an error. */
static int look(const struct cupro__sorting *sorting, const struct cupro__crew *crew,
                const cupro_call *call)
{
    if (!seems_to_rise(sorting))
        return OUT_OF_ORDER;
    cupro_call silent = *call; /* the sort reports */
    silent.progress = NULL;
    struct cupro__work work = {.units = (sorting->n - 1) / BLOCK + 1,
                               .run = look_at_blocks,
                               .arg = (void *)sorting,
                               .grain = 1};
    return cupro__engine_run(crew, &work, &silent);
}

int cupro__sort_presorted(const struct cupro__sorting *sorting, const struct cupro__crew *crew,
                          const cupro_call *call, bool *rises, bool *falls)
{
    struct cupro__sorting backwards = *sorting;
    backwards.form.always = ~backwards.form.always;
    int code = look(sorting, crew, call);
    *rises = code == 0;
    if (code == OUT_OF_ORDER) {
        code = look(&backwards, crew, call);
        *falls = code == 0;
    }
    return code == OUT_OF_ORDER ? 0 : code;
}
