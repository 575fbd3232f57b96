/* SPDX-License-Identifier: MIT */
/* What cupro-topo is asked for. */
#ifndef APPS_TOPO_OPTIONS_H
#define APPS_TOPO_OPTIONS_H

#include "common/options/pool_choice.h"

#include <stdbool.h>

enum topo_form { TOPO_TEXT, TOPO_JSON, TOPO_SVG };

struct topo_options {
    struct pool_choice pool; /* threads and policy */
    const char *cpus;        /* --cpus */
    cupro_cores cores;
    bool one_pu_a_core;
    const char *input; /* a file's name, or "synthetic:…"; NULL: this machine */
    enum topo_form form;
    bool check; /* a live pool against the plan */
    bool full;  /* a line for each PU */
};

/* Fill the options from the command line; ends the program where that is wrong. */
void topo_options_parse(struct topo_options *options, int argc, char **argv);

/* Whether a plan was asked for, and as what a pool would be. */
bool topo_options_plan(const struct topo_options *options, cupro_pool_options *pool);

#endif
