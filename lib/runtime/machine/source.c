/* SPDX-License-Identifier: MIT */
/*
 * Looking over descriptions of machines (see source.h).
 *
 * hwloc reads a file by its name, more than once if two topologies are made of it, as long as it
 * gets bytes; prints what it does not like; and makes as many objects as a description says, a
 * terabyte of them if need be. So files are read here, once, up to a limit; the version is looked
 * at before hwloc complains about it; and the objects of a description are counted.
 */
#include "runtime/machine/source.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_BYTES ((size_t)64 << 20)

/* As many PUs as Linux can be built for; and children of one object, because hwloc compares each
 * new one with all before it: with 512 it takes 30 ms, with 4096 three seconds. A number that the
 * description gives to an object costs a bit for each number below it. */
#define MOST_PUS      8192
#define MOST_CHILDREN 512
#define MOST_NUMBER   65535

void cupro__source_say(const cupro_machine_options *options, const char *format, ...)
{
    if (options->why == NULL)
        return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(options->why, options->why_size, format, arguments);
    va_end(arguments);
}

/* -- Files ------------------------------------------------------------------------------------- */

/* Read to the end, but not more than a byte above the limit. The text ends with a zero byte. */
static int read_all(int fd, char **text, size_t *bytes)
{
    size_t room = 0;
    *text = NULL;
    for (*bytes = 0; *bytes <= MOST_BYTES;) {
        if (room - *bytes < 2) {
            room = room == 0 ? (size_t)1 << 16 : 2 * room;
            char *larger = realloc(*text, room);
            if (larger == NULL)
                return CUPRO_ENOMEM;
            *text = larger;
        }
        ssize_t got = read(fd, *text + *bytes, room - *bytes - 1);
        if (got < 0 && errno != EINTR)
            return CUPRO_ETOPOLOGY;
        if (got == 0)
            break;
        *bytes += got > 0 ? (size_t)got : 0;
    }
    (*text)[*bytes] = '\0';
    return 0;
}

/* The text of version="3.0" in the tag <topology …>; "": there is none, as in version 1. NULL: no
 * such tag. */
static const char *find_version(const char *text, char *version, size_t size)
{
    const char *tag = strstr(text, "<topology");
    const char *end = tag != NULL ? strchr(tag, '>') : NULL;
    if (end == NULL)
        return NULL;
    const char *found = strstr(tag, "version=\"");
    version[0] = '\0';
    if (found != NULL && found < end)
        snprintf(version, size, "%.*s", (int)strspn(found + 9, "0123456789."), found + 9);
    return version;
}

/* The largest number of what sets have a bit for. */
static unsigned long largest_pu(const char *text)
{
    unsigned long largest = 0;
    while ((text = strstr(text, "type=\"")) != NULL) {
        static const char pu[] = "type=\"PU\" os_index=\"";
        static const char node[] = "type=\"NUMANode\" os_index=\"";
        const bool is_pu = strncmp(text, pu, strlen(pu)) == 0;
        if (is_pu || strncmp(text, node, strlen(node)) == 0) {
            const unsigned long number = strtoul(text + strlen(is_pu ? pu : node), NULL, 10);
            largest = number > largest ? number : largest;
        }
        text++;
    }
    return largest;
}

static int judge_xml(const struct cupro__source *source, const cupro_machine_options *options)
{
    char text[16];
    if (source->bytes > MOST_BYTES) {
        cupro__source_say(options, "larger than 64 MB");
        return CUPRO_EDATA;
    }
    if (source->bytes == 0) {
        cupro__source_say(options, "empty");
        return CUPRO_EDATA;
    }
    const char *version = find_version(source->xml, text, sizeof text);
    if (version == NULL || strlen(source->xml) != source->bytes) {
        cupro__source_say(options, "not XML as hwloc's lstopo writes it");
        return CUPRO_EDATA;
    }
    if (largest_pu(source->xml) > MOST_NUMBER) {
        cupro__source_say(options, "a PU's or a node's number above %d", MOST_NUMBER);
        return CUPRO_EDATA;
    }
    const unsigned api = hwloc_get_api_version();
    if (strtoul(version, NULL, 10) > api >> 16) {
        cupro__source_say(options,
                          "hwloc's XML of version %s, which hwloc %u.%u does not read; "
                          "'lstopo --export-xml-flags v2' writes version 2",
                          version, api >> 16, api >> 8 & 255);
        return CUPRO_EDATA;
    }
    return 0;
}

static int read_xml(struct cupro__source *source, const cupro_machine_options *options)
{
    char *text = NULL;
    int error = CUPRO_ETOPOLOGY;
    const int fd = open(options->xml, O_RDONLY | O_CLOEXEC);
    if (fd >= 0)
        error = read_all(fd, &text, &source->bytes);
    if (error == CUPRO_ETOPOLOGY)
        cupro__source_say(options, "%s", strerror(errno));
    if (fd >= 0)
        close(fd);
    source->xml = text;
    if (error == 0)
        error = judge_xml(source, options);
    if (error != 0)
        cupro__source_free(source);
    return error;
}

/* -- Descriptions ------------------------------------------------------------------------------ */

/* The number of PUs that the description asks for: each number that is not in brackets multiplies
 * those of the level above. Numbers are read as hwloc does. More than there may be: it is too many,
 * at some level. */
static unsigned long long count_pus(const char *text)
{
    unsigned long long pus = 1;
    int brackets = 0;
    for (const char *at = text; *at != '\0' && pus <= MOST_PUS; at++) {
        brackets += (*at == '(' || *at == '[') - (*at == ')' || *at == ']');
        const bool digit = isdigit((unsigned char)*at) != 0;
        if (!digit || brackets > 0 || (at > text && isalnum((unsigned char)at[-1])))
            continue;
        char *end;
        const unsigned long long count = strtoull(at, &end, 0);
        const bool negative = at > text && at[-1] == '-'; /* hwloc makes a huge number of it */
        pus = count > MOST_CHILDREN || negative ? MOST_PUS + 1 : pus * (count > 0 ? count : 1);
        at = end - 1;
    }
    return pus;
}

/* The largest number in (indexes=…). */
static unsigned long long largest_index(const char *text)
{
    unsigned long long largest = 0;
    while ((text = strstr(text, "indexes=")) != NULL)
        for (text += strlen("indexes="); *text != '\0' && *text != ' ' && *text != ')'; text++)
            if (isdigit((unsigned char)*text)) {
                char *end;
                const unsigned long long number = strtoull(text, &end, 0);
                largest = number > largest ? number : largest;
                text = end - 1;
            }
    return largest;
}

static int judge_synthetic(const cupro_machine_options *options)
{
    if (count_pus(options->synthetic) > MOST_PUS)
        cupro__source_say(options, "more than %d PUs, or than %d children of one object", MOST_PUS,
                          MOST_CHILDREN);
    else if (largest_index(options->synthetic) > MOST_NUMBER)
        cupro__source_say(options, "an index above %d", MOST_NUMBER);
    else
        return 0;
    return CUPRO_EDATA;
}

int cupro__source_judge_hwloc(const cupro_machine_options *options)
{
    const unsigned api = hwloc_get_api_version();
    if (api >= CUPRO__OLDEST_HWLOC)
        return 0;
    cupro__source_say(options, "hwloc %u.%u is too old: %u.%u is needed", api >> 16, api >> 8 & 255,
                      CUPRO__OLDEST_HWLOC >> 16, CUPRO__OLDEST_HWLOC >> 8 & 255);
    return CUPRO_ETOPOLOGY;
}

int cupro__source_open(struct cupro__source *source, const cupro_machine_options *options)
{
    *source = (struct cupro__source){.synthetic = options->synthetic};
    if (options->xml != NULL && options->synthetic != NULL)
        return CUPRO_EINVAL;
    if (options->xml != NULL)
        return read_xml(source, options);
    return options->synthetic != NULL ? judge_synthetic(options) : 0;
}

void cupro__source_free(struct cupro__source *source)
{
    free((char *)source->xml);
    *source = (struct cupro__source){0};
}
