/* SPDX-License-Identifier: MIT */
/*
 * replay FOLDER: a fuzzer's function with the contents of each file in a folder, with all of their
 * beginnings, and with some thousand variations, the same ones in every run.
 */
#include "dice.h"
#include "fuzz.h"

#include <dirent.h>
#include <string.h>

enum { MOST = 4096, VARIATIONS = 2000, EDITS = 4 };

static void run(const uint8_t *bytes, size_t n)
{
    uint8_t *copy = malloc(n > 0 ? n : 1); /* so that reading behind it is noticed */
    HOLDS(copy, "no memory");
    memcpy(copy, bytes, n);
    LLVMFuzzerTestOneInput(copy, n);
    free(copy);
}

/* A byte becomes another, mostly one of the text's; or some bytes go, or stand there again. */
static size_t edit(struct dice *dice, uint8_t *bytes, size_t length)
{
    const size_t at = dice_below(dice, length), some = 1 + dice_below(dice, 4);
    switch (dice_below(dice, 4)) {
    case 0:
        if (length - at <= some)
            return length;
        memmove(bytes + at, bytes + at + some, length - at - some);
        return length - some;
    case 1:
        if (length - at < some || length + some > MOST)
            return length;
        memmove(bytes + at + some, bytes + at, length - at);
        return length + some;
    case 2:
        bytes[at] = (uint8_t)dice_below(dice, 256);
        return length;
    default:
        bytes[at] = bytes[dice_below(dice, length)];
        return length;
    }
}

static void vary(const uint8_t *bytes, size_t length)
{
    static uint8_t varied[MOST];
    struct dice dice = {.state = length};
    for (int i = 0; i < VARIATIONS && length > 0; i++) {
        size_t n = length;
        memcpy(varied, bytes, length);
        for (size_t edits = 1 + dice_below(&dice, EDITS); edits > 0; edits--)
            n = edit(&dice, varied, n);
        run(varied, n);
    }
}

static void replay(const char *folder, const char *name)
{
    static uint8_t bytes[MOST];
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    HOLDS(file, "%s", path);
    const size_t length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    for (size_t n = 0; n <= length; n++)
        run(bytes, n);
    vary(bytes, length);
}

int main(int argc, char **argv)
{
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    const struct dirent *entry;
    int count = 0;
    HOLDS(folder, "usage: replay FOLDER");
    while ((entry = readdir(folder))) {
        if (entry->d_name[0] == '.')
            continue;
        replay(argv[1], entry->d_name);
        count++;
    }
    closedir(folder);
    HOLDS(count > 0, "%s is empty", argv[1]);
    printf("%d inputs\n", count);
    return 0;
}
