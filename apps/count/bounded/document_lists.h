/* SPDX-License-Identifier: MIT */
/* The lists of documents, printed one after the other. */
#ifndef COUNT_DOCUMENT_LISTS_H
#define COUNT_DOCUMENT_LISTS_H

#include "count/bounded/bounded_print.h"

#include "common/files/names.h"

struct document_lists {
    const struct names *names;
    struct bounded_print print;
    size_t name; /* whose list it is; */
    bool begun;  /* if there is one */
};

/* As those of bounded_print.h, to which bounded_print_close() belongs here too. */
int document_lists_open(struct document_lists *lists, const struct names *names,
                        const struct result_wish *wish, size_t memory, const char *directory);
void document_lists_free(struct document_lists *lists);

/* One more entry, without the name in its key. Names come in their order. */
int document_lists_put(struct document_lists *lists, size_t name, const cupro_tally_entry *entry);

/* The last list ends. */
int document_lists_end(struct document_lists *lists);

#endif
