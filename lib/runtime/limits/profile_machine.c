/* SPDX-License-Identifier: MIT */
/*
 * Which machine a profile is for, in one line.
 *
 * A process that has a profile pays for this at its start, so it is made of what can be had at
 * once: an instruction and four small files, 20 to 60 us, where hwloc takes 2 to 30 ms. That is why
 * the PUs of a package and of a core are those of the first: it takes a file a PU to know all.
 */
#include <cupro/error.h>
#include <cupro/profile.h>

#include "runtime/machine/cpulist.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>

/* "" where there is none. */
static void read_processor(char text[64])
{
    unsigned word[12] = {0};
    for (unsigned i = 0; i < 3; i++)
        __get_cpuid(0x80000002 + i, &word[4 * i], &word[4 * i + 1], &word[4 * i + 2],
                    &word[4 * i + 3]);
    memcpy(text, word, sizeof word);
    text[sizeof word] = '\0';
}
#else
/* The part number that Arm's processors have. */
static void read_processor(char text[64])
{
    FILE *file = fopen("/sys/devices/system/cpu/cpu0/regs/identification/midr_el1", "re");
    text[0] = '\0';
    if (file == NULL)
        return;
    if (fgets(text, 64, file) == NULL)
        text[0] = '\0';
    fclose(file);
}
#endif

/* Blanks around and in a row go, and so does what is no text. */
static void tidy(char *text)
{
    char *to = text;
    for (const char *at = text; *at != '\0'; at++) {
        const bool blank = *at <= ' ' || *at > '~';
        if (!blank)
            *to++ = *at;
        else if (to > text && to[-1] != ' ')
            *to++ = ' ';
    }
    while (to > text && to[-1] == ' ')
        to--;
    *to = '\0';
}

/* How many numbers are in the list that a file below /sys/devices/system holds; 0: not known.
 * `first` gets the first one. */
static size_t count_list(const char *file, int *first)
{
    char path[96], text[4096];
    int *number;
    size_t count = 0;
    snprintf(path, sizeof path, "/sys/devices/system/%s", file);
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    const ssize_t length = read(fd, text, sizeof text - 1);
    close(fd);
    text[length > 0 ? length : 0] = '\0';
    text[strcspn(text, "\n")] = '\0';
    if (cupro__cpulist_parse(text, &number, &count) != 0)
        return 0;
    *first = number[0];
    free(number);
    return count;
}

static size_t count_siblings(int cpu, const char *level)
{
    char file[64];
    int first;
    snprintf(file, sizeof file, "cpu/cpu%d/topology/%s_siblings_list", cpu, level);
    return count_list(file, &first);
}

int cupro_profile_machine(char *text, size_t size)
{
    char processor[64];
    struct utsname system;
    int cpu = 0, node;
    if (text == NULL && size > 0)
        return CUPRO_EINVAL;
    read_processor(processor);
    tidy(processor);
    if (*processor == '\0' && uname(&system) == 0)
        snprintf(processor, sizeof processor, "%.60s", system.machine);
    const size_t pus = count_list("cpu/online", &cpu);
    return snprintf(text, size, "%s; PUs %zu, of a package %zu, of a core %zu; nodes %zu",
                    processor, pus, count_siblings(cpu, "core"), count_siblings(cpu, "thread"),
                    count_list("node/online", &node));
}
