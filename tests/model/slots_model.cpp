// SPDX-License-Identifier: MIT
// The stealing slots under Relacy: runners over a few chunks, in thousands of interleavings with
// the reorderings that the C11 memory model allows: three that are all near each other, and four on
// two nodes, with the work on one of them. The very functions of slots.h and steal.h run here, on
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
#include "runtime/engine/steal.h"

// Two nodes of two threads each.
static int thread[] = {0, 1, 2, 3}, node_of[] = {0, 0, 1, 1}, other[] = {1, 0}, ranks[] = {0, 0};
static cupro__row caches[] = {{0, 2}, {0, 2}, {2, 4}, {2, 4}}, nodes[] = {{0, 2}, {2, 4}};
static const cupro__victims two_nodes = {4,      2,     thread, thread, node_of,
                                         caches, nodes, other,  ranks};

template <unsigned RUNNERS, unsigned CHUNKS, unsigned OWNERS>
struct slots_model : rl::test_suite<slots_model<RUNNERS, CHUNKS, OWNERS>, RUNNERS> {
    cupro__slot slot[RUNNERS];
    cupro__runners runners;
    rl::var<int> runs[CHUNKS]; // a plain variable: two runners in one chunk are a race, too

    void before()
    {
        for (unsigned i = 0; i < RUNNERS; i++) {
            unsigned lo = i < OWNERS ? i : OWNERS, hi = i < OWNERS ? i + 1 : OWNERS;
            cupro__span slice = {CHUNKS * lo / OWNERS, CHUNKS * hi / OWNERS};
            cupro__slot_fill(&slot[i], slice);
        }
        for (unsigned i = 0; i < CHUNKS; i++)
            VAR(runs[i]) = 0;
        runners.slot = slot;
        runners.count = runners.threads = RUNNERS;
        runners.victims = OWNERS < RUNNERS ? &two_nodes : NULL;
    }

    void run_own(unsigned index)
    {
        cupro__span span = cupro__slot_take(&slot[index]);
        while (span.lo < span.hi) {
            VAR(runs[span.lo]) = VAR(runs[span.lo]) + 1;
            span.lo++;
            if (cupro__slot_wants(&slot[index], span)) {
                cupro__slot_fill(&slot[index], span);
                span.lo = span.hi;
            }
            if (span.lo >= span.hi)
                span = cupro__slot_take(&slot[index]);
        }
    }

    void thread(unsigned index)
    {
        do
            run_own(index);
        while (cupro__steal(&runners, (int)index, (int)index).chunks > 0);
    }

    void after()
    {
        for (unsigned i = 0; i < CHUNKS; i++)
            RL_ASSERT(VAR(runs[i]) == 1);
    }
};

int main(int argc, char **argv)
{
    rl::test_params params;
    params.iteration_count = argc > 1 ? (rl::iteration_t)atoll(argv[1]) : 100000;
    bool fine = rl::simulate<slots_model<3, 10, 3>>(params);
    params.iteration_count /= 2;
    fine = fine && rl::simulate<slots_model<4, 34, 2>>(params);
    printf("%s\n", fine ? "every chunk ran once" : "a chunk ran twice, or never");
    return fine ? 0 : 1;
}
