/* SPDX-License-Identifier: MIT */
/* A core's own caches stand around it, one in the other, and have no other part (see own_caches.h).
 */
#include "topo/text/own_caches.h"
#include "topo/text/labels.h"

/* The outermost cache that has no other part than the core; the core if there is none. */
static size_t outermost_own(const cupro_machine *machine, size_t core)
{
    size_t inner = core;
    for (;;) {
        const size_t outer = machine->object[inner].parent;
        const cupro_object *cache = &machine->object[outer];
        const bool only = outer + 1 == inner && machine->object[inner].end == cache->end;
        if (cache->type != CUPRO_OBJECT_CACHE || cache->level > 2 || !only)
            return inner;
        inner = outer;
    }
}

void draft_own_caches(struct draft *draft, const cupro_machine *machine, size_t core)
{
    const size_t first = outermost_own(machine, core);
    for (size_t cache = first; cache < core; cache++) {
        draft_text(draft, cache > first ? ", " : "");
        draft_text(draft, object_noun(&machine->object[cache]));
        draft_byte(draft, ' ');
        draft_size(draft, machine->object[cache].bytes);
    }
}

void draft_common_caches(struct draft *draft, const cupro_machine *machine)
{
    bool begun = false, same = true;
    for (size_t i = 0; i < machine->objects; i++) {
        struct draft own = {0};
        if (machine->object[i].type != CUPRO_OBJECT_CORE)
            continue;
        draft_own_caches(&own, machine, i);
        if (!begun)
            draft_bytes(draft, own.buffer.bytes, own.used);
        same = same && own.used == draft->used &&
               (own.used == 0 || memcmp(own.buffer.bytes, draft->buffer.bytes, own.used) == 0);
        begun = true;
        draft_free(&own);
    }
    if (!same)
        draft->used = 0;
    draft_byte(draft, '\0');
}
