/* SPDX-License-Identifier: MIT */
/*
 * Looking over descriptions of machines (see source.h).
 *
 * hwloc reads a file by its name, more than once if two topologies are made of it, as long as it
 * gets bytes; prints what it does not like; and makes as many objects as a description says, a
 * terabyte of them if need be. So files are read here, once, up to a limit; the version is looked
 * at before hwloc complains about it; and the objects of a description are counted.
 */
#include "runtime/source.h"

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

/* A PU's set has a bit for each PU before it: this many take 150 MB, and more than any kernel has.
 */
#define MOST_PUS     16384
#define MOST_OBJECTS 131072

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

static unsigned long long times(unsigned long long a, unsigned long long b)
{
    unsigned long long product;
    return __builtin_mul_overflow(a, b, &product) ? ULLONG_MAX : product;
}

/* How many objects hwloc would make of the description, at least: each number that is not in
 * brackets multiplies those of the level above. *pus: of the last level. */
static unsigned long long count_objects(const char *text, unsigned long long *pus)
{
    unsigned long long width = 1, objects = 1;
    int brackets = 0;
    for (const char *at = text; *at != '\0' && objects <= MOST_OBJECTS; at++) {
        if (*at == '(' || *at == '[')
            brackets++;
        if (*at == '[')
            objects += width;
        if (*at == ')' || *at == ']')
            brackets--;
        bool number =
            isdigit((unsigned char)*at) && (at == text || !isalnum((unsigned char)at[-1]));
        if (!number || brackets > 0)
            continue;
        char *end;
        const unsigned long long arity = strtoull(at, &end, 0);
        width = times(width, at > text && at[-1] == '-' ? ULLONG_MAX : arity > 0 ? arity : 1);
        objects = width > MOST_OBJECTS ? width : objects + width;
        at = end - 1;
    }
    *pus = width;
    return objects;
}

static int judge_synthetic(const cupro_machine_options *options)
{
    unsigned long long pus;
    const unsigned long long objects = count_objects(options->synthetic, &pus);
    if (pus <= MOST_PUS && objects <= MOST_OBJECTS)
        return 0;
    cupro__source_say(options, "more than %d PUs, or than %d objects", MOST_PUS, MOST_OBJECTS);
    return CUPRO_EDATA;
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
