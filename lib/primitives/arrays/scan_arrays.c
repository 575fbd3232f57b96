/* SPDX-License-Identifier: MIT */
/* The scans of arrays, and the checks of all (see scan.h). */
#include "primitives/loops/fold.h"
#include "primitives/loops/scanning.h"
#include "runtime/engine/engine.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct arrays {
    const char *in;
    char *out;
    size_t size;
    const cupro_monoid *monoid;
    void *ctx;
};

/* Read twice, the second time from a cache. For 5e7 int64 on two threads 64 KiB take 30 ms, 256 KiB
 * 27, 1 MiB 25, 2 MiB 25: memory likes long stretches. Streaming the results past the caches helps
 * small blocks only, by 2 ms. */
static const size_t block_bytes = 1 << 20;
static const size_t most_indexes = 16384;

static int fold_items(void *acc, size_t lo, size_t hi, void *ctx)
{
    const struct arrays *arrays = ctx;
    return cupro__monoid_fold(arrays->monoid, acc, arrays->in + lo * arrays->size, hi - lo,
                              arrays->ctx);
}

/* One by one, for monoids that cannot scan by themselves. `item` is a copy, as the element may be
 * where its result goes. */
static int scan_singly(const struct arrays *arrays, char *acc, size_t lo, size_t hi, bool exclusive)
{
    size_t size = arrays->size;
    char on_stack[256], *item = size <= sizeof on_stack ? on_stack : malloc(size);
    int error = item != NULL ? 0 : CUPRO_ENOMEM;
    for (size_t i = lo; i < hi && error == 0; i++) {
        memcpy(item, arrays->in + i * size, size);
        if (exclusive)
            memcpy(arrays->out + i * size, acc, size);
        error = arrays->monoid->combine(acc, item, arrays->ctx);
        if (!exclusive)
            memcpy(arrays->out + i * size, acc, size);
    }
    if (item != on_stack)
        free(item);
    return error;
}

static int scan_items(void *acc, size_t lo, size_t hi, const struct arrays *arrays, bool exclusive)
{
    size_t size = arrays->size;
    if (arrays->monoid->scan == NULL)
        return scan_singly(arrays, acc, lo, hi, exclusive);
    arrays->monoid->scan(acc, arrays->in + lo * size, arrays->out + lo * size, hi - lo, exclusive);
    return 0;
}

static int scan_inclusive(void *acc, size_t lo, size_t hi, void *ctx)
{
    return scan_items(acc, lo, hi, ctx, false);
}

static int scan_exclusive(void *acc, size_t lo, size_t hi, void *ctx)
{
    return scan_items(acc, lo, hi, ctx, true);
}

static bool can_be_scanned(const cupro_monoid *monoid)
{
    return cupro__monoid_is_valid(monoid) && monoid->init == NULL && monoid->drop == NULL;
}

static bool in_place_or_apart(const void *in, const void *out, size_t bytes)
{
    uintptr_t a = (uintptr_t)in, b = (uintptr_t)out;
    return a == b || (a < b ? b - a : a - b) >= bytes;
}

static int scan_array(const void *in, void *out, size_t size, size_t n, const cupro_monoid *monoid,
                      cupro_scanner *scanner, const cupro_call *call)
{
    if (call == NULL)
        call = &cupro__usual_call;
    if (!can_be_scanned(monoid) || monoid->size != size || n > SIZE_MAX / 2 / size ||
        ((in == NULL || out == NULL) && n > 0) || !in_place_or_apart(in, out, n * size))
        return CUPRO_EINVAL;
    size_t block = block_bytes / size < 64 ? 64 : block_bytes / size;
    if (n / 64 + 1 < block)
        block = n / 64 + 1;
    struct arrays arrays = {in, out, size, monoid, call->ctx};
    return cupro__scan(n, block, fold_items, scanner, &arrays, monoid, NULL, call);
}

int cupro_scan_inclusive_with(const void *in, void *out, size_t size, size_t n,
                              const cupro_monoid *monoid, const cupro_call *call)
{
    return scan_array(in, out, size, n, monoid, scan_inclusive, call);
}

int cupro_scan_exclusive_with(const void *in, void *out, size_t size, size_t n,
                              const cupro_monoid *monoid, const cupro_call *call)
{
    return scan_array(in, out, size, n, monoid, scan_exclusive, call);
}

int cupro_scan_with(size_t n, cupro_folder *folder, cupro_scanner *scanner,
                    const cupro_monoid *monoid, void *total, const cupro_call *call)
{
    if (call == NULL)
        call = &cupro__usual_call;
    if (folder == NULL || scanner == NULL || !can_be_scanned(monoid))
        return CUPRO_EINVAL;
    size_t block = n / 64 + 1 < most_indexes ? n / 64 + 1 : most_indexes;
    return cupro__scan(n, block, folder, scanner, call->ctx, monoid, total, call);
}
