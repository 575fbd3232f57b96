/* SPDX-License-Identifier: MIT */
/* Lists by names (see document_lists.h). */
#include "count/bounded/document_lists.h"

int document_lists_open(struct document_lists *lists, const struct names *names,
                        const struct result_wish *wish, size_t memory, const char *directory)
{
    *lists = (struct document_lists){.names = names};
    return bounded_print_open(&lists->print, wish, memory, directory);
}

void document_lists_free(struct document_lists *lists)
{
    bounded_print_free(&lists->print);
}

int document_lists_put(struct document_lists *lists, size_t name, const cupro_tally_entry *entry)
{
    int error = 0;
    if (!lists->begun || lists->name != name) {
        error = document_lists_end(lists);
        lists->begun = true;
        lists->name = name;
        lists->print.file = lists->names->item[name].path;
    }
    return error ? error : bounded_print_put(&lists->print, entry);
}

int document_lists_end(struct document_lists *lists)
{
    return lists->begun ? bounded_print_end_list(&lists->print) : 0;
}
