/* SPDX-License-Identifier: MIT */
/*
 * Strings that rise or fall already.
 *
 * A few, spread over the array, tell at once that nearly all others are not of this kind; the rest
 * are compared with their neighbours, by all threads, until a pair is out of order. An array that
 * falls is turned around, if no two strings are equal: these would change places.
 */
#include "primitives/arrays/reverse.h"
#include "sort/numbers/sorting.h"
#include "sort/strings/strings.h"

enum { LOOKS = 64, BLOCK = 4096, AHEAD = 16, OUT_OF_ORDER = 1 };

struct look {
    const struct cupro__strings *strings;
    bool falls;
};

/* Whether b may follow a. Strings that are not there are in no order; who sorts finds them. */
static bool may_follow(const struct look *look, cupro_slice a, cupro_slice b)
{
    if ((a.begin == NULL && a.length > 0) || (b.begin == NULL && b.length > 0))
        return false;
    int order = cupro__strings_compare(a, b, 0);
    if (look->strings->flip != 0)
        order = (order < 0) - (order > 0);
    return look->falls ? order > 0 : order <= 0;
}

/* Whether each of the strings [begin, end) may follow the one `step` before it. */
static bool are_in_order(const struct look *look, size_t begin, size_t end, size_t step)
{
    const struct cupro__strings *strings = look->strings;
    for (size_t i = begin; i < end; i += step) {
        if (step == 1 && end - i > AHEAD)
            __builtin_prefetch(cupro__string_at(strings, i + AHEAD).begin);
        if (!may_follow(look, cupro__string_at(strings, i - step), cupro__string_at(strings, i)))
            return false;
    }
    return true;
}

static int look_at_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct look *look = arg;
    size_t n = look->strings->n, begin = lo * BLOCK, end = hi * BLOCK < n ? hi * BLOCK : n;
    return are_in_order(look, begin > 0 ? begin : 1, end, 1) ? 0 : OUT_OF_ORDER;
}

/* 0: all are in order; OUT_OF_ORDER; or an error. */
static int look_at_all(struct look *look, const struct cupro__crew *crew, const cupro_call *call)
{
    size_t n = look->strings->n, step = n / LOOKS + 1;
    cupro_call silent = *call; /* the sort reports */
    silent.progress = NULL;
    struct cupro__work work = {
        .units = n / BLOCK + 1, .run = look_at_blocks, .arg = look, .grain = 1};
    if (!are_in_order(look, step, n, step))
        return OUT_OF_ORDER;
    return cupro__engine_run(crew, &work, &silent);
}

int cupro__strings_presorted(const struct cupro__strings *strings, const struct cupro__crew *crew,
                             const cupro_call *call, bool *done)
{
    struct look look = {strings, false};
    cupro_call own = *call; /* the array is being overwritten */
    own.stop = NULL;
    own.progress = NULL;
    int code = look_at_all(&look, crew, call);
    if (code == OUT_OF_ORDER) {
        look.falls = true;
        code = look_at_all(&look, crew, call);
    }
    *done = code == 0;
    if (code != 0)
        return code == OUT_OF_ORDER ? 0 : code;
    if (look.falls)
        code = cupro__reverse_on(crew, strings->x, strings->n, strings->size, &own);
    return code == 0 ? cupro__sort_report(strings->n, 0, crew, call) : code;
}

bool cupro__strings_presorted_here(const struct cupro__strings *strings)
{
    struct look look = {strings, false};
    if (are_in_order(&look, 1, strings->n, 1))
        return true;
    look.falls = true;
    if (!are_in_order(&look, 1, strings->n, 1))
        return false;
    cupro__reverse(strings->x, strings->n, strings->size);
    return true;
}
