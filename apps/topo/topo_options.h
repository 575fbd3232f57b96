/* SPDX-License-Identifier: MIT */
/* What cupro-topo is asked for. */
#ifndef APPS_TOPO_OPTIONS_H
#define APPS_TOPO_OPTIONS_H

#include "common/pool_choice.h"

#include <stdbool.h>

struct topo_options {
    struct pool_choice pool; /* threads and policy */
    const char *cpus;        /* --cpus */
    const char *input;       /* a file's name, or "synthetic:…"; NULL: this machine */
};

/* Fill the options from the command line; ends the program where that is wrong. */
void topo_options_parse(struct topo_options *options, int argc, char **argv);

/* Whether a plan was asked for, and as what a pool would be. */
bool topo_options_plan(const struct topo_options *options, cupro_pool_options *pool);

#endif
