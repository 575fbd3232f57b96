/* SPDX-License-Identifier: MIT */
/* The arrays that the sides work on: the same numbers on every run and machine. */
#include "arrays.h"

#include "common/diagnostics.h"

#include <cupro.h>
#include <stdlib.h>

enum { FORGET_STRIDE = 997 };

/* Written by the threads that will read it, as every side would have it on a NUMA machine. */
static int fill(size_t lo, size_t hi, void *ctx)
{
    struct bench_arrays *arrays = ctx;
    for (size_t i = lo; i < hi; i++) {
        uint64_t mixed = (i + 1) * 0x9e3779b97f4a7c15u;
        arrays->in[i] = (int32_t)(mixed >> 40);
        arrays->real[i] = arrays->in[i];
        arrays->out[i] = 0;
    }
    return 0;
}

void arrays_open(struct bench_arrays *arrays, size_t n)
{
    *arrays = (struct bench_arrays){
        .n = n,
        .in = malloc(n * sizeof *arrays->in),
        .real = malloc(n * sizeof *arrays->real),
        .out = malloc(n * sizeof *arrays->out),
    };
    if (arrays->in == NULL || arrays->real == NULL || arrays->out == NULL)
        fail_code(CUPRO_ENOMEM);
    int code = cupro_for(n, fill, arrays);
    if (code != 0)
        fail_code(code);
}

void arrays_close(struct bench_arrays *arrays)
{
    free(arrays->in);
    free(arrays->real);
    free(arrays->out);
}

void arrays_forget(struct bench_arrays *arrays)
{
    arrays->result = NULL;
    arrays->result_count = 0;
    arrays->number = 0;
    for (size_t i = 0; i < arrays->n; i += FORGET_STRIDE)
        arrays->out[i] = -1;
}

uint64_t arrays_digest(const struct bench_arrays *arrays, size_t stride)
{
    uint64_t digest = (uint64_t)arrays->number * 31 + arrays->result_count;
    for (size_t i = 0; i < arrays->result_count; i += stride)
        digest = digest * 31 + (uint32_t)arrays->result[i];
    return digest;
}
