/* SPDX-License-Identifier: MIT */
/* cupro_pipeline: a line (line.h) of the caller's parts, and the memory for its items. */
#include <cupro/pipeline.h>

#include "primitives/pipelines/line.h"
#include "runtime/engine/engine.h"

#include <stdlib.h>

static int run_runner(size_t lo, size_t hi, int runner, void *arg)
{
    (void)lo, (void)hi, (void)runner;
    cupro__line_work(arg);
    return 0;
}

static int count_stages(const cupro_pipeline_parts *parts)
{
    int stages = 0;
    while (stages < CUPRO_MAX_PIPELINE_STAGES && parts->stage[stages].body != NULL)
        stages++;
    return stages;
}

static bool is_sound(const cupro_pipeline_parts *parts)
{
    if (parts == NULL || parts->source == NULL || parts->item_size == 0)
        return false;
    int stages = count_stages(parts);
    for (int i = 0; i < CUPRO_MAX_PIPELINE_STAGES; i++)
        if ((i > stages && parts->stage[i].body != NULL) ||
            (parts->stage[i].mode != CUPRO_PARALLEL && parts->stage[i].mode != CUPRO_SERIAL))
            return false;
    return true;
}

static void set_station(struct cupro__line *line, cupro_item_body *body, bool serial)
{
    struct cupro__station *station = &line->station[++line->sink];
    station->body = body;
    station->serial = serial;
    atomic_init(&station->turn, 0);
}

static void set_stations(struct cupro__line *line, const cupro_pipeline_parts *parts)
{
    line->sink = -1;
    set_station(line, NULL, true);
    for (int i = 0; i < count_stages(parts); i++)
        set_station(line, parts->stage[i].body, parts->stage[i].mode == CUPRO_SERIAL);
    set_station(line, parts->sink, true);
}

/* *memory is to be freed, whatever comes of it. Of a runner that is alone one item is in flight. */
static int get_slots(struct cupro__line *line, const cupro_pipeline_parts *parts, int runners,
                     void **memory)
{
    size_t window = parts->window > 0 ? parts->window : 2 * (size_t)runners;
    if (parts->item_size > SIZE_MAX / 2)
        return CUPRO_EINVAL;
    line->stride = sizeof(struct cupro__slot_head) + (parts->item_size + 63) / 64 * 64;
    if (window > (SIZE_MAX - 64) / line->stride)
        return CUPRO_EINVAL;
    line->window = runners == 1 ? 1 : window;
    *memory = calloc(1, line->window * line->stride + 64);
    if (*memory == NULL)
        return CUPRO_ENOMEM;
    line->slots = (char *)*memory + 64 - (uintptr_t)*memory % 64;
    return 0;
}

static void drop_items(const struct cupro__line *line, const cupro_pipeline_parts *parts)
{
    for (size_t i = 0; i < line->window && i < line->calls && parts->drop != NULL; i++)
        parts->drop(cupro__line_slot(line, i) + 1, line->ctx);
}

/* Each of the engine's units is a runner, and tokens are the source's business. */
static int run_line(const struct cupro__crew *crew, struct cupro__line *line)
{
    struct cupro__work work = {
        .units = (size_t)crew->runners, .run = run_runner, .arg = line, .grain = 1};
    atomic_init(&line->items, SIZE_MAX);
    atomic_init(&line->sleepers, 0);
    pthread_mutex_init(&line->lock, NULL);
    pthread_cond_init(&line->change, NULL);
    int error = cupro__engine_run(crew, &work, &cupro__usual_call);
    pthread_cond_destroy(&line->change);
    pthread_mutex_destroy(&line->lock);
    return error != 0 ? error : line->result;
}

int cupro_pipeline_with(const cupro_pipeline_parts *parts, const cupro_call *call)
{
    if (call == NULL)
        call = &cupro__usual_call;
    if (!is_sound(parts) || call->keep_going || call->failures != NULL || call->progress != NULL)
        return CUPRO_EINVAL;
    struct cupro__line line = {.source = parts->source, .ctx = call->ctx, .stop = call->stop};
    void *memory = NULL;
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, call);
    if (error != 0)
        return error;
    set_stations(&line, parts);
    error = get_slots(&line, parts, crew.runners, &memory);
    if (error == 0) {
        error = run_line(&crew, &line);
        drop_items(&line, parts);
    }
    free(memory);
    cupro__crew_dismiss(&crew);
    return error;
}
