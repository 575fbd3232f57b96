/* SPDX-License-Identifier: MIT */
/* replay FOLDER: a fuzzer's function with the contents of each file in a folder, and with all of
 * their beginnings. */
#include "fuzz.h"

#include <dirent.h>
#include <string.h>

enum { MOST = 4096 };

static void replay(const char *folder, const char *name)
{
    static uint8_t bytes[MOST];
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    HOLDS(file, "%s", path);
    const size_t length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    for (size_t n = 0; n <= length; n++) {
        uint8_t *copy = malloc(n > 0 ? n : 1); /* so that reading behind it is noticed */
        HOLDS(copy, "no memory");
        memcpy(copy, bytes, n);
        LLVMFuzzerTestOneInput(copy, n);
        free(copy);
    }
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
