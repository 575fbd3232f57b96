/* SPDX-License-Identifier: MIT */
/* Random command lines (see sort_command.h): options that go together, mostly. */
#include "sort_command.h"
#include "random_lines.h"

#include <stdio.h>
#include <string.h>

/* Letters that go together, mostly. */
static void letters(char *to, bool global)
{
    static const char kinds[] = "gMhnV", texts[] = "dfi", any[] = "bdfgiMhnrV";
    size_t at = 0;
    if (chance(55))
        to[at++] = kinds[below(sizeof kinds - 1)];
    else if (chance(40))
        to[at++] = texts[below(sizeof texts - 1)];
    if (chance(20))
        to[at++] = 'f';
    if (chance(20))
        to[at++] = 'b';
    if (chance(25))
        to[at++] = 'r';
    if (chance(4))
        to[at++] = any[below(sizeof any - 1)];
    if (chance(4))
        to[at++] = 'R';
    if (global && chance(20))
        to[at++] = 's';
    if (global && chance(20))
        to[at++] = 'u';
    to[at] = '\0';
}

static void add_key(struct command *command)
{
    char spec[64], by[16];
    int at = 0;
    const bool obsolete = chance(8);
    const size_t first = below(4) + !obsolete - (chance(2) && !obsolete);
    at += snprintf(spec, sizeof spec, "%s%zu", obsolete ? "+" : "", first);
    if (chance(25))
        at += snprintf(spec + at, sizeof spec - (size_t)at, ".%zu", below(5) + !obsolete);
    letters(by, false);
    at += snprintf(spec + at, sizeof spec - (size_t)at, "%s", chance(50) ? by : "");
    if (!obsolete && !chance(35)) {
        at += snprintf(spec + at, sizeof spec - (size_t)at, ",%zu", below(4) + 1);
        if (chance(25))
            at += snprintf(spec + at, sizeof spec - (size_t)at, ".%zu", below(5));
        letters(by, false);
        at += snprintf(spec + at, sizeof spec - (size_t)at, "%s", chance(30) ? by : "");
    }
    if (chance(1))
        snprintf(spec + at, sizeof spec - (size_t)at, "%s", chance(50) ? "," : "x");
    if (!obsolete) {
        add_argument(&command->words, chance(80) ? "-k%s" : "--key=%s", spec);
        return;
    }
    add_argument(&command->words, "%s", spec);
    if (chance(50))
        add_argument(&command->words, "-%zu%s", below(4), chance(30) ? ".2" : "");
}

void add_options(struct command *command)
{
    static const char separators[] = " ,:\tax";
    char by[16];
    letters(by, true);
    if (by[0] && chance(60))
        add_argument(&command->words, "-%s", by);
    if (chance(15)) {
        add_argument(&command->words, "-z");
        command->line_end = '\0';
    }
    if (chance(35)) {
        command->separator = separators[below(sizeof separators - 1)];
        if (chance(5))
            add_argument(&command->words, "-t\\0");
        else
            add_argument(&command->words, "-t%c", command->separator);
    }
    if (chance(60)) {
        for (size_t keys = below(3) + 1; keys > 0; keys--)
            add_key(command);
    }
    if (chance(10))
        add_argument(&command->words, "%s", chance(50) ? "-s" : "--sta");
    if (chance(10))
        add_argument(&command->words, "-u");
    if (chance(15))
        add_argument(&command->words, chance(50) ? "-S1" : "-S50%%");
    if (chance(5))
        add_argument(&command->words, "--parallel=%zu", below(4) + 1);
    if (chance(10))
        add_argument(&command->words, "--batch-size=%zu", below(3) + 2);
    add_argument(&command->words, "--random-source=random");
    command->ordering = command->words.count;
    if (chance(12))
        add_argument(&command->words, "--debug");
    else if (chance(15))
        command->top = below(40) + 1;
    command->piped = chance(30);
}

void add_inputs(struct command *command)
{
    const size_t mode = below(100);
    size_t files = below(3) + 1;
    if (mode < 15) {
        add_argument(&command->words, mode < 8 ? "-c" : (mode < 11 ? "-C" : "--check=quiet"));
        files = chance(95) ? 1 : 2;
        command->sorted = chance(50);
        command->top = 0;
    } else if (mode < 30) {
        add_argument(&command->words, "-m");
        command->sorted = chance(60);
    }
    if (chance(15)) {
        command->in_place = chance(10);
        add_argument(&command->words, "-o%s", command->in_place ? "in1" : "result");
    }
    command->input = chance(20);
    if (command->input && chance(50))
        return;
    if (command->input)
        add_argument(&command->words, "-");
    for (size_t i = 0; i < files; i++)
        add_argument(&command->words, "in%zu", i + 1);
    if (chance(1))
        add_argument(&command->words, "%s", chance(50) ? "missing" : "dir");
}
