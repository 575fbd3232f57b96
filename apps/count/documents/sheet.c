/* SPDX-License-Identifier: MIT */
/* Packed words (see sheet.h): the length and the count as groups of 7 bits, the lowest first, the
 * highest bit saying that another one follows; then the word. */
#include "count/documents/sheet.h"

#include "common/output/draft.h"

#include <cupro/error.h>

#include <stdlib.h>
#include <string.h>

#define MAX_GROUPS 10 /* of 64 bits */

static void put_number(struct draft *draft, uint64_t number)
{
    char groups[MAX_GROUPS];
    size_t count = 0;
    for (; number >= 0x80; number >>= 7)
        groups[count++] = (char)(number | 0x80);
    groups[count++] = (char)number;
    draft_bytes(draft, groups, count);
}

static uint64_t get_number(const struct sheet *sheet, size_t *at)
{
    uint64_t number = 0;
    unsigned shift = 0;
    for (; sheet->bytes[*at] & 0x80; shift += 7)
        number |= (uint64_t)(sheet->bytes[(*at)++] & 0x7f) << shift;
    return number | (uint64_t)sheet->bytes[(*at)++] << shift;
}

int sheet_pack(struct sheet *sheet, const struct listing *listing)
{
    struct draft draft = {0};
    for (size_t i = 0; i < listing->count; i++) {
        const cupro_tally_entry *entry = &listing->shown[i];
        put_number(&draft, entry->key.length);
        put_number(&draft, entry->count);
        draft_bytes(&draft, entry->key.begin, entry->key.length);
    }
    unsigned char *bytes = draft.failed ? NULL : malloc(draft.used + 1);
    const bool packed = bytes;
    if (packed) {
        if (draft.used > 0)
            memcpy(bytes, draft.buffer.bytes, draft.used);
        *sheet = (struct sheet){bytes, draft.used, listing->count};
    }
    draft_free(&draft);
    return packed ? 0 : CUPRO_ENOMEM;
}

cupro_tally_entry sheet_next(const struct sheet *sheet, size_t *at)
{
    cupro_tally_entry entry;
    entry.key.length = (size_t)get_number(sheet, at);
    entry.count = get_number(sheet, at);
    entry.key.begin = (const char *)sheet->bytes + *at;
    *at += entry.key.length;
    return entry;
}

void sheet_free(struct sheet *sheet)
{
    free(sheet->bytes);
    *sheet = (struct sheet){0};
}
