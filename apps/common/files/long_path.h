/* SPDX-License-Identifier: MIT */
#ifndef APPS_LONG_PATH_H
#define APPS_LONG_PATH_H

/* As open(path, flags | O_CLOEXEC), but the path may be longer than PATH_MAX, part by part. */
int long_path_open(const char *path, int flags);

#endif
