/* SPDX-License-Identifier: MIT */
/* The main function of a test program: one suite, each test once or once for each machine. */
#ifndef CUPRO_RUN_TESTS_H
#define CUPRO_RUN_TESTS_H

#include <check.h>
#include <stdlib.h>

/* Seconds for one test; valgrind on a busy machine is slow. */
#define TEST_TIMEOUT 120

/* Each test gets the numbers 0 … loops - 1, as _i. */
#define RUN_TESTS(name, loops, ...) RUN_TESTS_BETWEEN(name, NULL, NULL, loops, __VA_ARGS__)

#define RUN_TESTS_BETWEEN(name, begin, end, loops, ...) \
    run_tests(name, begin, end, loops, (const TTest *const[]){__VA_ARGS__, NULL})

/* With CUPRO_TEST_SHARE=3 each test gets a third of its numbers, another third than the one before
 * it: for tools that make everything slow. */
static inline int share_of_tests(void)
{
    const char *given = getenv("CUPRO_TEST_SHARE");
    int share = given != NULL ? atoi(given) : 1;
    return share > 0 ? share : 1;
}

static inline int run_tests(const char *name, SFun begin, SFun end, int loops,
                            const TTest *const *tests)
{
    Suite *suite = suite_create(name);
    TCase *tcase = tcase_create(name);
    tcase_set_timeout(tcase, TEST_TIMEOUT);
    tcase_add_checked_fixture(tcase, begin, end);
    const int share = share_of_tests();
    for (int t = 0; tests[t] != NULL; t++)
        for (int i = 0; i < loops; i++)
            if (loops < share || (t + i) % share == 0)
                tcase_add_loop_test(tcase, tests[t], i, i + 1);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
