/* SPDX-License-Identifier: MIT */
/* The random bytes of -R. */
#ifndef SORT_RANDOM_SALT_H
#define SORT_RANDOM_SALT_H

#include "sort/keys/md5.h"

/* Begin with 16 bytes of the file, or of the system's if it is NULL. Fails with a message. */
void random_salt(struct md5 *md5, const char *source);

#endif
