/* SPDX-License-Identifier: MIT */
/*
 * Where pages lie (see where.h, and cupro_where in cupro/memory.h).
 *
 * move_pages(2) without targets moves nothing, and tells of each page. hwloc has
 * hwloc_get_area_memlocation over it, which gives the set of nodes without numbers of pages.
 */
#include "memory/where.h"

#include <cupro/memory.h>

#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { BATCH = 512 };

/* What move_pages says of one page. EFAULT is the page of zeros that stands for all that were only
 * read so far, or no memory at all. */
static int node_of(int status)
{
    if (status >= 0)
        return status;
    return status == -ENOENT || status == -EFAULT ? CUPRO__PAGE_ABSENT : CUPRO__PAGE_UNTOLD;
}

void cupro__where_pages(const void *const *page, size_t n, int *node)
{
    for (size_t i = 0; i < n; i++)
        node[i] = -EIO;
    /* It may give up halfway; what it has told before that counts. */
    for (size_t i = 0; i < n; i += BATCH) {
        size_t some = n - i < BATCH ? n - i : BATCH;
        syscall(SYS_move_pages, 0, some, page + i, NULL, node + i, 0);
    }
    for (size_t i = 0; i < n; i++)
        node[i] = node_of(node[i]);
}

static void count(cupro_map *map, int node)
{
    if (node == CUPRO__PAGE_ABSENT) {
        map->absent++;
    } else if (node < 0 || node >= CUPRO_MOST_NODES) {
        map->unknown++;
    } else {
        map->on_node[node]++;
        map->nodes = node < map->nodes ? map->nodes : node + 1;
    }
}

int cupro_where(const void *memory, size_t bytes, cupro_map *map)
{
    if (map == NULL)
        return CUPRO_EINVAL;
    memset(map, 0, sizeof *map);
    map->page_size = (size_t)sysconf(_SC_PAGESIZE);
    if (bytes == 0)
        return 0;
    uintptr_t end, begin = (uintptr_t)memory;
    if (memory == NULL || __builtin_add_overflow(begin, bytes, &end))
        return CUPRO_EINVAL;
    begin -= begin % map->page_size;
    map->pages = (end - begin - 1) / map->page_size + 1;
    for (size_t done = 0; done < map->pages; done += BATCH) {
        const void *page[BATCH];
        int node[BATCH];
        size_t some = map->pages - done < BATCH ? map->pages - done : BATCH;
        for (size_t i = 0; i < some; i++)
            page[i] = (const char *)begin + (done + i) * map->page_size;
        cupro__where_pages(page, some, node);
        for (size_t i = 0; i < some; i++)
            count(map, node[i]);
    }
    return 0;
}
