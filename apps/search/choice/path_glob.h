/* SPDX-License-Identifier: MIT */
#ifndef SEARCH_PATH_GLOB_H
#define SEARCH_PATH_GLOB_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Does the glob match the path? Both are components with slashes between them. * stands for
 * anything in a component, ? for a byte, [a-z] and [!a-z] for one of some, \c for c; a component
 * ** stands for any number of components, and at the end for one at least. Time: the product of
 * both lengths, at most, for each * or ** that follows another.
 */
bool path_glob_matches(const char *glob, size_t length, const char *path);

#endif
