/* SPDX-License-Identifier: MIT */
/* Others (see others.h): what the kernel has counted for all processors, less what is ours. */
#include "tune/others.h"

#include "common/spread.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* Busy is all that is neither idle nor waiting for a disk. Time stolen from a virtual machine is
 * busy, too: somebody else has it. */
static double busy_seconds(void)
{
    unsigned long long user, nice, system, idle, wait, irq, soft, stolen;
    FILE *file = fopen("/proc/stat", "re");
    if (!file)
        return -1;
    const int fields = fscanf(file, "cpu %llu %llu %llu %llu %llu %llu %llu %llu", &user, &nice,
                              &system, &idle, &wait, &irq, &soft, &stolen);
    fclose(file);
    if (fields != 8)
        return -1;
    return (double)(user + nice + system + irq + soft + stolen) / (double)sysconf(_SC_CLK_TCK);
}

static double own_seconds(void)
{
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (double)used.tv_sec + (double)used.tv_nsec / 1e9;
}

void others_begin(struct others *others)
{
    *others = (struct others){seconds_now(), busy_seconds(), own_seconds()};
}

double others_used(const struct others *others)
{
    const double now = seconds_now(), busy = busy_seconds(), own = own_seconds();
    if (others->busy < 0 || busy < 0 || now <= others->begin)
        return -1;
    const double used = (busy - others->busy - (own - others->own)) / (now - others->begin);
    return used > 0 ? used : 0;
}
