/* SPDX-License-Identifier: MIT */
/* Machines to look at: the public calls (see cupro/machine.h; what they fill: machine_view.h). */
#include "runtime/pools/fork.h"
#include "runtime/machine/machine_view.h"
#include "runtime/machine/source.h"

#include <stdlib.h>

static int load(struct cupro__view *view, struct cupro__source *source)
{
    int error;
    if (source->xml == NULL && source->synthetic == NULL) {
        error = cupro__machine(&view->usable);
    } else {
        view->usable = &view->own;
        error = cupro__machine_read(&view->own, source);
    }
    source->whole = true;
    return error != 0 ? error : cupro__machine_read(&view->whole, source);
}

static int fill(struct cupro__view *view)
{
    int error = cupro__view_objects(view);
    if (error == 0)
        error = cupro__view_facts(view);
    if (view->usable->real)
        cupro__quota("", &view->quota);
    view->shown.here = view->usable->real;
    view->shown.packages = view->usable->packages;
    view->shown.nodes = view->usable->nodes;
    view->shown.l3s = view->usable->l3s;
    view->shown.cores = view->usable->cores;
    view->shown.pus = view->usable->pus;
    view->shown.quota = view->quota.cpus;
    view->shown.quota_source = view->quota.source;
    return error;
}

static int open_view(struct cupro__view *view, const cupro_machine_options *options)
{
    struct cupro__source source;
    int error = cupro__source_judge_hwloc(options);
    if (error == 0)
        error = cupro__source_open(&source, options);
    if (error != 0)
        return error;
    const bool given = source.xml != NULL || source.synthetic != NULL;
    cupro__fork_forbid();
    error = load(view, &source);
    cupro__fork_allow();
    cupro__source_free(&source);
    if (error == CUPRO_ETOPOLOGY && given) {
        cupro__source_say(options, options->xml != NULL
                                       ? "damaged: hwloc cannot make a machine of it"
                                       : "hwloc does not understand it");
        return CUPRO_EDATA;
    }
    return error != 0 ? error : fill(view);
}

static void close_view(struct cupro__view *view)
{
    if (view == NULL)
        return;
    cupro__view_facts_free(view);
    free((cupro_object *)view->shown.object);
    cupro__machine_free(&view->own);
    cupro__machine_free(&view->whole);
    free(view);
}

int cupro_machine_open_with(cupro_machine **machine, const cupro_machine_options *options)
{
    static const cupro_machine_options usual;
    if (machine == NULL)
        return CUPRO_EINVAL;
    *machine = NULL;
    if (options == NULL)
        options = &usual;
    cupro__source_say(options, "%s", "");
    struct cupro__view *view = calloc(1, sizeof *view);
    const int error = view != NULL ? open_view(view, options) : CUPRO_ENOMEM;
    if (error == 0)
        *machine = &view->shown;
    else
        close_view(view);
    return error;
}

void cupro_machine_close(cupro_machine *machine)
{
    close_view((struct cupro__view *)machine);
}
