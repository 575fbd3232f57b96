// SPDX-License-Identifier: MIT
// The stealing slots under Relacy: three runners over ten chunks, in thousands of interleavings
// with the reorderings that the C11 memory model allows. The very functions of slots.h run here, on
// Relacy's atomics instead of the compiler's. Whatever happens, every chunk is run exactly once.
#include <relacy/relacy.hpp>

#include <stdint.h>
#include <stdio.h>

using namespace rl;

#define CUPRO__SLOTS_MODEL
#define CUPRO__ATOMIC_U64                     rl::atomic<uint64_t>
#define CUPRO__ATOMIC_INT                     rl::atomic<int>
#define atomic_load_explicit(at, ...)         (at)->load(__VA_ARGS__)
#define atomic_store_explicit(at, value, ...) (at)->store(value, __VA_ARGS__)
#define atomic_compare_exchange_weak_explicit(at, expected, value, ...) \
    (at)->compare_exchange_weak(*(expected), value, __VA_ARGS__)
#include "runtime/slots.h"

enum { RUNNERS = 3, CHUNKS = 10 };

struct slots_model : rl::test_suite<slots_model, RUNNERS> {
    cupro__slot slot[RUNNERS];
    rl::var<int> runs[CHUNKS]; // a plain variable: two runners in one chunk are a race, too

    void before()
    {
        for (unsigned i = 0; i < RUNNERS; i++) {
            cupro__span slice = {CHUNKS * i / RUNNERS, CHUNKS * (i + 1) / RUNNERS};
            cupro__slot_fill(&slot[i], slice);
        }
        for (int i = 0; i < CHUNKS; i++)
            VAR(runs[i]) = 0;
    }

    void run_own(unsigned index)
    {
        for (;;) {
            cupro__span span = cupro__slot_take(&slot[index]);
            if (span.lo >= span.hi)
                return;
            for (uint32_t i = span.lo; i < span.hi; i++)
                VAR(runs[i]) = VAR(runs[i]) + 1;
        }
    }

    bool steal(unsigned index)
    {
        for (unsigned i = 1; i < RUNNERS; i++)
            if (cupro__slot_steal(&slot[(index + i) % RUNNERS], &slot[index]) > 0)
                return true;
        return false;
    }

    void thread(unsigned index)
    {
        do
            run_own(index);
        while (steal(index));
    }

    void after()
    {
        for (int i = 0; i < CHUNKS; i++)
            RL_ASSERT(VAR(runs[i]) == 1);
    }
};

int main(int argc, char **argv)
{
    rl::test_params params;
    params.iteration_count = argc > 1 ? (rl::iteration_t)atoll(argv[1]) : 100000;
    bool fine = rl::simulate<slots_model>(params);
    printf("%s\n", fine ? "every chunk ran once" : "a chunk ran twice, or never");
    return fine ? 0 : 1;
}
