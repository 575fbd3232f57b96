/* SPDX-License-Identifier: MIT */
/* The same bits on each instruction set: processes with different CUPRO_ISA are compared. */
#include "numbers.h"
#include "places.h"
#include "run_tests.h"

#include <cupro/number.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { N = 40000, LENGTHS = 6, ANSWERS = LENGTHS * 10 * 6, LEVELS = 3 };

/* Totals and extremes of n numbers of each type, as bits. */
#define DEFINE_ANSWER(tag, T, S, how)                                            \
    static uint64_t *answer_##tag(uint64_t *answer, struct dice *dice, size_t n) \
    {                                                                            \
        static T x[N];                                                           \
        fill_##tag(dice, x, n, how);                                             \
        cupro_sum(x, n, (S *)&answer[0]);                                        \
        cupro_min(x, n, (T *)&answer[1]);                                        \
        cupro_max(x, n, (T *)&answer[2]);                                        \
        cupro_product(x, n, (S *)&answer[3]);                                    \
        cupro_minmax(x, n, (T *)&answer[4], (T *)&answer[5]);                    \
        return answer + 6;                                                       \
    }
#define DEFINE_INTEGER(tag, T, S) DEFINE_ANSWER(tag, T, S, RANDOM_BITS)
#define DEFINE_FLOAT(tag, T, S)   DEFINE_ANSWER(tag, T, S, 3)
CUPRO_INTEGERS(DEFINE_INTEGER)
CUPRO_FLOATS(DEFINE_FLOAT)

static void answer_all(uint64_t *answer, struct dice dice)
{
    static const size_t lengths[LENGTHS] = {1, 31, 33, 1000, 16385, N};
    for (size_t l = 0; l < LENGTHS; l++) {
#define ANSWER(tag, T, S) answer = answer_##tag(answer, &dice, lengths[l]);
        CUPRO_NUMBERS(ANSWER)
#undef ANSWER
    }
}

START_TEST(sums_and_extremes_are_the_same_bits_on_each_instruction_set)
{
    static const char *const names[LEVELS] = {"portable", "avx2", "avx512"};
    int access = PROT_READ | PROT_WRITE, kind = MAP_SHARED | MAP_ANONYMOUS, status;
    uint64_t(*answers)[ANSWERS] = mmap(NULL, LEVELS * sizeof *answers, access, kind, -1, 0);
    ck_assert(answers != MAP_FAILED);
    struct dice dice = dice_for(_i);
    for (int level = 0; level < LEVELS; level++) {
        pid_t child = fork();
        if (child == 0) {
            setenv("CUPRO_ISA", names[level], 1);
            answer_all(answers[level], dice);
            _exit(0);
        }
        ck_assert_int_eq(waitpid(child, &status, 0), child);
        ck_assert_int_eq(status, 0);
    }
    for (int level = 1; level < LEVELS; level++)
        for (size_t i = 0; i < ANSWERS; i++)
            ck_assert_msg(answers[level][i] == answers[0][i],
                          "%s: answer %zu is %" PRIx64 ", not %" PRIx64, names[level], i,
                          answers[level][i], answers[0][i]);
    munmap(answers, LEVELS * sizeof *answers);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("isa", 5, sums_and_extremes_are_the_same_bits_on_each_instruction_set);
}
