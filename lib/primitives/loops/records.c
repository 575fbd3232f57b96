/* SPDX-License-Identifier: MIT */
/*
 * cupro_records: text cut at separators.
 *
 * The text is cut into stretches of equal length; whoever gets a stretch owns the records that
 * begin in it, and reads past its end to finish the last one. So every record has one owner, no two
 * runners need to agree on a border, and a record longer than any number of stretches is searched
 * for its end once, by its owner; the stretches inside it find no beginning and are empty. Bytes
 * read for borders: one record a stretch.
 */
#include <cupro/loop.h>

#include "runtime/engine/engine.h"

#include <string.h>

struct records {
    const char *text;
    size_t length;
    size_t stretch;
    int separator;
    cupro_body *body;
    void *ctx;
};

/* Where the first record begins that begins at `at` or later, looking no further than `limit`,
 * which is returned when there is none. */
static size_t next_beginning(const struct records *records, size_t at, size_t limit)
{
    if (at == 0)
        return 0;
    const char *end = memchr(records->text + at - 1, records->separator, limit - (at - 1));
    return end != NULL ? (size_t)(end - records->text) + 1 : limit;
}

static int run_stretches(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct records *records = arg;
    size_t from = lo * records->stretch;
    size_t to = records->length - from <= (hi - lo) * records->stretch ? records->length
                                                                       : hi * records->stretch;
    size_t begin = next_beginning(records, from, to);
    if (begin >= to)
        return 0;
    size_t end = to == records->length ? to : next_beginning(records, to, records->length);
    return records->body(begin, end, records->ctx);
}

static size_t clamp(size_t value, size_t low, size_t high)
{
    return value < low ? low : value > high ? high : value;
}

int cupro_records_with(const void *text, size_t length, int separator, cupro_body *body,
                       const cupro_call *call)
{
    if (call == NULL)
        call = &cupro__usual_call;
    if (body == NULL || (text == NULL && length > 0) || separator < 0 || separator > 255)
        return CUPRO_EINVAL;
    size_t stretch = call->grain > 0 ? call->grain : clamp(length / 128, 4 << 10, 256 << 10);
    if (call->max_grain > 0 && stretch > call->max_grain)
        stretch = call->max_grain;
    struct records records = {text, length, stretch, separator, body, call->ctx};
    struct cupro__work work = {.units = length / stretch + (length % stretch != 0),
                               .width = stretch,
                               .elements = length,
                               .run = run_stretches,
                               .arg = &records,
                               .grain = call->grain > 0 ? 1 : 0,
                               .max_grain = call->max_grain > 0 ? call->max_grain / stretch : 0};
    return cupro__engine_call(call, &work);
}
