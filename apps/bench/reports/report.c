/* SPDX-License-Identifier: MIT */
/* What all reports have to say in the same words. */
#include "bench/reports/report.h"

#include <string.h>
#include <sys/utsname.h>

/* Set by the build, from what it found. */
#ifndef BENCH_BUILT_WITH
#define BENCH_BUILT_WITH "a compiler unknown"
#endif

const char *bench_built_with(void)
{
    return BENCH_BUILT_WITH;
}

/* The text behind "model name : " in a line of /proc/cpuinfo, or NULL. */
static char *model_in(char *line)
{
    char *colon = strchr(line, ':');
    if (strncmp(line, "model name", 10) != 0 || colon == NULL)
        return NULL;
    line[strcspn(line, "\n")] = '\0';
    return colon + 1 + strspn(colon + 1, " \t");
}

/* Not all architectures name a model there; those have their own name for one. */
const char *bench_processor(void)
{
    static char processor[256];
    struct utsname system;
    char line[256], *model = NULL;
    FILE *file = fopen("/proc/cpuinfo", "r");
    while (file != NULL && model == NULL && fgets(line, sizeof line, file) != NULL)
        model = model_in(line);
    if (file != NULL)
        fclose(file);
    if (model == NULL && uname(&system) == 0)
        model = system.machine;
    snprintf(processor, sizeof processor, "%s", model != NULL ? model : "unknown");
    return processor;
}

double bench_time_per_element(const struct bench_work_result *result, size_t count, size_t entrant,
                              double *ns)
{
    double least = 0, most = 0;
    for (size_t s = 0; s < count; s++) {
        ns[s] = result[s].seconds[entrant] * 1e9 / (double)result[s].n;
        least = s == 0 || ns[s] < least ? ns[s] : least;
        most = s == 0 || ns[s] > most ? ns[s] : most;
    }
    return most / least;
}

struct bench_text bench_time_text(double seconds)
{
    static const struct {
        double seconds;
        const char *name;
    } units[] = {{1, "s"}, {1e-3, "ms"}, {1e-6, "µs"}, {1e-9, "ns"}};
    size_t u = 0;
    while (u < 3 && seconds < units[u].seconds)
        u++;
    struct bench_text time;
    double number = seconds / units[u].seconds;
    int decimals = number >= 100 ? 0 : number >= 10 ? 1 : 2;
    snprintf(time.text, sizeof time.text, "%.*f %s", decimals, number, units[u].name);
    return time;
}

struct bench_text bench_count_text(size_t count)
{
    struct bench_text text;
    size_t mantissa = count;
    int exponent = 0;
    for (; mantissa != 0 && mantissa % 10 == 0; mantissa /= 10)
        exponent++;
    if (exponent >= 4)
        snprintf(text.text, sizeof text.text, "%zue%d", mantissa, exponent);
    else
        snprintf(text.text, sizeof text.text, "%zu", count);
    return text;
}
