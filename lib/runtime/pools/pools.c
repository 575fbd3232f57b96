/* SPDX-License-Identifier: MIT */
/* Several pools that share out the machine (carving.h): all are opened, or none. */
#include "runtime/plans/carving.h"
#include "runtime/limits/count.h"
#include "runtime/pools/pool.h"

#include <stdio.h>
#include <stdlib.h>

static void close_all(cupro_pool **pools, int count)
{
    for (int i = 0; i < count; i++) {
        cupro_pool_close(pools[i]);
        pools[i] = NULL;
    }
}

/* One of the pools, as thread names have room for: name.3 */
static int open_one(cupro_pool **pool, const cupro_pool_options *options, int number,
                    const struct cupro__pool_share *share)
{
    char name[64];
    cupro_pool_options own = *options;
    snprintf(name, sizeof name, "%.48s.%d", own.name != NULL ? own.name : "cupro", number);
    own.name = name;
    return cupro__pool_open(pool, &own, share, cupro__pool_opener_is_bound());
}

static int open_all(cupro_pool **pools, const cupro_pool_options *options,
                    const struct cupro__carving *carving)
{
    int *threads = calloc((size_t)carving->parts, sizeof *threads);
    if (threads == NULL)
        return CUPRO_ENOMEM;
    cupro__carving_threads(carving, cupro__count_threads(), threads);
    int error = 0, opened = 0;
    while (opened < carving->parts && error == 0) {
        const struct cupro__pool_share share = {carving->part[opened], threads[opened]};
        error = open_one(&pools[opened], options, opened, &share);
        opened += error == 0;
    }
    if (error != 0)
        close_all(pools, opened);
    free(threads);
    return error;
}

static void clear(cupro_pool **pools, int room)
{
    for (int i = 0; pools != NULL && i < room; i++)
        pools[i] = NULL;
}

static bool options_are_valid(const cupro_pool_options *options)
{
    return cupro__pool_options_are_valid(options) && options->bind != CUPRO_BIND_LIST;
}

int cupro_pools_per_node_with(cupro_pool **pools, int room, int *count,
                              const cupro_pool_options *options)
{
    static const cupro_pool_options usual;
    const struct cupro__machine *machine;
    struct cupro__carving carving;
    if (options == NULL)
        options = &usual;
    clear(pools, room);
    if (count == NULL || room < 0 || (pools == NULL && room > 0) || !options_are_valid(options))
        return CUPRO_EINVAL;
    *count = 0;
    int error = cupro__machine(&machine);
    if (error == 0)
        error = cupro__carve_nodes(&carving, machine, options);
    if (error != 0)
        return error;
    *count = carving.parts;
    if (carving.parts > room) {
        error = CUPRO_EINVAL;
    } else {
        error = open_all(pools, options, &carving);
        *count = error == 0 ? carving.parts : 0;
    }
    cupro__carving_free(&carving);
    return error;
}

int cupro_pools_split_with(cupro_pool **pools, int count, const cupro_pool_options *options)
{
    static const cupro_pool_options usual;
    const struct cupro__machine *machine;
    struct cupro__carving carving;
    if (options == NULL)
        options = &usual;
    clear(pools, count);
    if (pools == NULL || count < 1 || !options_are_valid(options))
        return CUPRO_EINVAL;
    int error = cupro__machine(&machine);
    if (error == 0)
        error = cupro__carve_evenly(&carving, machine, options, count);
    if (error != 0)
        return error;
    error = open_all(pools, options, &carving);
    cupro__carving_free(&carving);
    return error;
}
