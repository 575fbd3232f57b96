/* SPDX-License-Identifier: MIT */
/* Random bytes (see random_salt.h). */
#include "sort/keys/random_salt.h"
#include "common/output/quote.h"

#include "common/diagnostics.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#define SALT_BYTES 16

void random_salt(struct md5 *md5, const char *source)
{
    unsigned char salt[SALT_BYTES];
    md5_begin(md5);
    if (!source) {
        if (getrandom(salt, sizeof salt, 0) != (ssize_t)sizeof salt)
            fail_errno("getrandom", "random bytes");
    } else {
        FILE *file = fopen(source, "re");
        if (!file)
            fail_errno("open failed", quote_name(source));
        if (fread(salt, 1, sizeof salt, file) < sizeof salt) {
            if (ferror(file))
                fail("%s: read error: %s", quote_name_always(source), strerror(errno));
            fail("%s: end of file", quote_name_always(source));
        }
        fclose(file);
    }
    md5_add(md5, salt, sizeof salt);
}
