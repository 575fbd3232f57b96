/* SPDX-License-Identifier: MIT */
/* The arrays that the sides work on: the same numbers on every run and machine. */
#include "bench/sides/arrays.h"

#include "common/diagnostics.h"

#include <cupro.h>
#include <stdlib.h>
#include <string.h>

enum { FORGET_STRIDE = 997, STRING_BYTES = 16 };

static size_t bytes_of(enum bench_type type)
{
    static const size_t bytes[] = {
        [BENCH_I32] = 4,         [BENCH_I32_RISING] = 4, [BENCH_I32_ALL] = 4,
        [BENCH_I64] = 8,         [BENCH_U64] = 8,        [BENCH_U64_RISING] = 8,
        [BENCH_U64_FALLING] = 8, [BENCH_U64_FEW] = 8,    [BENCH_U64_SKEWED] = 8,
        [BENCH_U64_HALVES] = 8,  [BENCH_U64_KEYS] = 8,   [BENCH_U64_RUNS] = 8,
        [BENCH_U64_OF_100] = 8,  [BENCH_U64_OF_1E5] = 8, [BENCH_U64_OF_FIFTH] = 8,
        [BENCH_F64] = 8,         [BENCH_F64_UNIT] = 8,   [BENCH_U8] = 1,
        [BENCH_PAIRS] = 16,      [BENCH_RECORDS] = 64,   [BENCH_STRINGS] = 16,
        [BENCH_NO_ARRAY] = 0,
    };
    return bytes[type];
}

/* -- Filling ----------------------------------------------------------------------------------- */

static uint64_t random_bits(size_t i)
{
    return (i + 1) * 0x9e3779b97f4a7c15u;
}

/* The same without a pattern, for sorts. */
static uint64_t scrambled_bits(size_t i)
{
    uint64_t bits = random_bits(i);
    bits = (bits ^ bits >> 30) * 0xbf58476d1ce4e5b9u;
    bits = (bits ^ bits >> 27) * 0x94d049bb133111ebu;
    return bits ^ bits >> 31;
}

struct filling {
    enum bench_type type;
    size_t n;
    void *in;
    char *text; /* of strings */
};

static void write_string(const struct filling *filling, size_t i)
{
    char *at = filling->text + i * STRING_BYTES;
    for (int k = 0; k < STRING_BYTES; k++)
        at[k] = "0123456789abcdef"[scrambled_bits(i) >> 4 * k & 15];
    ((struct bench_string *)filling->in)[i] = (struct bench_string){at, STRING_BYTES};
}

/* Written by the threads that will read it, as every side would have it on a NUMA machine. */
static int fill(size_t lo, size_t hi, void *ctx)
{
    const struct filling *filling = ctx;
    void *in = filling->in;
    const size_t half = filling->n / 2;
    for (size_t i = lo; i < hi; i++) {
        int32_t number = (int32_t)(random_bits(i) >> 40);
        switch (filling->type) {
        case BENCH_I32:
            ((int32_t *)in)[i] = number;
            break;
        case BENCH_I32_RISING:
            ((int32_t *)in)[i] = (int32_t)i;
            break;
        case BENCH_I32_ALL:
            ((int32_t *)in)[i] = (int32_t)scrambled_bits(i);
            break;
        case BENCH_U64:
            ((uint64_t *)in)[i] = scrambled_bits(i);
            break;
        case BENCH_U64_RISING:
            ((uint64_t *)in)[i] = i;
            break;
        case BENCH_U64_FALLING:
            ((uint64_t *)in)[i] = ~(uint64_t)i;
            break;
        case BENCH_U64_FEW:
            ((uint64_t *)in)[i] = scrambled_bits(i) % 10;
            break;
        case BENCH_U64_SKEWED:
            ((uint64_t *)in)[i] = scrambled_bits(i) >> (random_bits(i) >> 58);
            break;
        case BENCH_U64_HALVES:
            ((uint64_t *)in)[i] = (i < half ? i : i - half) * 1000 + scrambled_bits(i) % 1000;
            break;
        case BENCH_U64_KEYS:
            ((uint64_t *)in)[i] = i < half ? 2 * i : scrambled_bits(i) % filling->n;
            break;
        case BENCH_U64_RUNS:
            ((uint64_t *)in)[i] = i / 3 * 2 + (i % 3 == 2);
            break;
        case BENCH_U64_OF_100:
            ((uint64_t *)in)[i] = scrambled_bits(scrambled_bits(i) % 100);
            break;
        case BENCH_U64_OF_1E5:
            ((uint64_t *)in)[i] = scrambled_bits(scrambled_bits(i) % 100000);
            break;
        case BENCH_U64_OF_FIFTH:
            ((uint64_t *)in)[i] = scrambled_bits(scrambled_bits(i) % (filling->n / 5));
            break;
        case BENCH_F64_UNIT:
            ((double *)in)[i] = (double)(scrambled_bits(i) >> 11) * 0x1p-53;
            break;
        case BENCH_I64:
            ((int64_t *)in)[i] = number;
            break;
        case BENCH_F64:
            ((double *)in)[i] = number;
            break;
        case BENCH_U8:
            ((uint8_t *)in)[i] = (uint8_t)scrambled_bits(i);
            break;
        case BENCH_PAIRS:
            ((struct bench_pair *)in)[i] = (struct bench_pair){scrambled_bits(i), i};
            break;
        case BENCH_RECORDS:
            ((struct bench_record *)in)[i] =
                (struct bench_record){.id = (uint32_t)i, .key = (uint32_t)scrambled_bits(i)};
            break;
        case BENCH_STRINGS:
            write_string(filling, i);
            break;
        case BENCH_NO_ARRAY:
            break;
        }
    }
    return 0;
}

void arrays_open(struct bench_arrays *arrays, const struct bench_work_row *row, size_t n)
{
    size_t bytes = n * bytes_of(row->of);
    size_t text = row->of == BENCH_STRINGS ? n * STRING_BYTES : 0; /* behind the array */
    char *in = malloc(bytes + text);
    void *out = malloc(bytes);
    if (bytes > 0 && (in == NULL || out == NULL))
        fail_code(CUPRO_ENOMEM);
    struct filling filling = {row->of, n, in, in + bytes};
    int code = cupro_for(bytes > 0 ? n : 0, fill, &filling);
    if (code == 0)
        code = cupro_fill((uint8_t *)out, bytes, 0);
    if (code != 0)
        fail_code(code);
    *arrays = (struct bench_arrays){.n = n, .bytes = (uint8_t *)in, .out = out};
}

void arrays_close(struct bench_arrays *arrays)
{
    bench_release(arrays);
    free((void *)arrays->in);
    free(arrays->out);
}

/* -- Results ----------------------------------------------------------------------------------- */

void arrays_forget(struct bench_arrays *arrays, const struct bench_work_row *row)
{
    bench_release(arrays);
    bench_show_two(arrays, NULL, 0, NULL, 0);
    arrays->number = INT64_MIN;
    for (size_t i = 0; i < arrays->n * bytes_of(row->of); i += FORGET_STRIDE)
        arrays->byte_out[i] = 0xaa;
}

void arrays_restore(struct bench_arrays *arrays, const struct bench_work_row *row)
{
    memcpy(arrays->out, arrays->in, arrays->n * bytes_of(row->of));
}

static uint64_t element(const void *array, size_t i, size_t size)
{
    if (size == 8)
        return ((const uint64_t *)array)[i];
    return size == 4 ? ((const uint32_t *)array)[i] : ((const uint8_t *)array)[i];
}

static uint64_t mixed(uint64_t bits)
{
    bits = (bits ^ bits >> 32) * 0x9e3779b97f4a7c15u;
    return bits ^ bits >> 29;
}

/* Elements of more than 8 bytes are several numbers of 8. The order of the additions does not
 * matter, so that threads can share them. */
static uint64_t digest_of(const struct bench_shown *shown, const struct bench_work_row *row,
                          size_t stride)
{
    const size_t bytes = bytes_of(row->of), size = bytes > 8 ? 8 : bytes;
    const size_t count = size > 0 ? shown->count * (bytes / size) : 0;
    const size_t samples = (count + stride - 1) / stride;
    const uint64_t place = row->any_order ? 0 : 0xd6e8feb86659fd93u;
    uint64_t digest = mixed(shown->count);
#pragma omp parallel for reduction(+ : digest) if (stride == 1)
    for (size_t s = 0; s < samples; s++)
        digest += mixed(element(shown->at, s * stride, size) + s * place);
    return digest;
}

uint64_t arrays_digest(const struct bench_arrays *arrays, const struct bench_work_row *row,
                       size_t stride)
{
    const uint64_t own = arrays->digest != NULL ? arrays->digest(arrays->own) : 0;
    return mixed((uint64_t)arrays->number) + 5 * own + digest_of(&arrays->shown[0], row, stride) +
           3 * digest_of(&arrays->shown[1], row, stride);
}
