/* SPDX-License-Identifier: MIT */
/* After the last call the library's threads sleep: less than 1 % of a CPU from 100 ms on. */
#include "runtime/process.h"
#include "runtime/work.h"

#include <sys/resource.h>

enum { MEASURED_MS = 300 };

static double cpu_ms(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

int main(void)
{
    cupro_pool *pool;
    int error = cupro_pool_open(&pool, .threads = 4);
    for (int i = 0; i < 100 && error == 0; i++)
        error = i % 2 == 0 ? pool_works(NULL) : pool_works(pool);
    sleep_ms(100);
    double begin = cpu_ms();
    sleep_ms(MEASURED_MS);
    double burned = cpu_ms() - begin;
    printf("%.2f ms of CPU in %d ms without work\n", burned, MEASURED_MS);
    if (error != 0 || cupro_pool_close(pool) != 0)
        return EXIT_FAILURE;
    if (burned < MEASURED_MS / 100.0)
        return EXIT_SUCCESS;
    if (on_libomp())
        puts("note: libomp's threads spin for 200 ms unless KMP_BLOCKTIME says otherwise");
    return on_libomp() ? EXIT_SUCCESS : EXIT_FAILURE;
}
