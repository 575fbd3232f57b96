/* SPDX-License-Identifier: MIT */
/* What stands around the lines (see printer.h). */
#include "count/results/printer.h"

#include "common/diagnostics.h"

#include <cupro/error.h>

#include <string.h>

static const char json_begin[] = "{\"words\": [";

void printer_open(struct printer *printer, const struct result_wish *wish)
{
    printer->wish = wish;
    printer->shape = (struct row_shape){
        .format = wish->format,
        .line_end = wish->line_end,
        .number = wish->kind == RESULT_FILES ? "files" : "count",
        .file = wish->kind == RESULT_PER_FILE || wish->kind == RESULT_TF_IDF,
        .weight = wish->kind == RESULT_TF_IDF,
    };
    printer->begun = false;
    output_open(&printer->out, STDOUT_FILENO);
}

void printer_put(struct printer *printer, const struct draft *lines)
{
    const bool first = printer->wish->format == FORMAT_JSON && !printer->begun;
    if (lines->used == 0)
        return;
    if (first)
        output_text(&printer->out, json_begin);
    output_bytes(&printer->out, lines->buffer.bytes + first, lines->used - first);
    printer->begun = true;
}

static void put_total(struct draft *draft, const struct row_shape *shape, const char *name,
                      uint64_t number)
{
    if (shape->format == FORMAT_JSON) {
        draft_text(draft, draft->used > 0 ? ", \"" : "\"");
        draft_text(draft, name);
        draft_text(draft, "\": ");
        draft_number(draft, number, 1);
    } else {
        const struct row row = {.word = {name, strlen(name)}, .count = number, .is_total = true};
        row_put(draft, shape, &row);
    }
}

/* All that are known. */
static void put_totals(struct draft *draft, const struct row_shape *shape,
                       const struct totals *totals)
{
    if (totals->has_files)
        put_total(draft, shape, "files", totals->files);
    if (totals->has_tokens)
        put_total(draft, shape, "tokens", totals->tokens);
    if (totals->has_types)
        put_total(draft, shape, "types", totals->types);
    if (totals->has_hapax)
        put_total(draft, shape, "hapax", totals->hapax);
    if (totals->has_bound)
        put_total(draft, shape, "error_bound", totals->bound);
}

void printer_close(struct printer *printer, const struct totals *totals)
{
    const struct result_wish *wish = printer->wish;
    const bool json = wish->format == FORMAT_JSON;
    struct draft draft = {0};
    if (json || wish->totals)
        put_totals(&draft, &printer->shape, totals);
    if (wish->total && !json)
        put_total(&draft, &printer->shape, "total",
                  wish->kind == RESULT_FILES ? totals->files : totals->tokens);
    if (draft.failed)
        fail_code(CUPRO_ENOMEM);
    if (json && !printer->begun)
        output_text(&printer->out, json_begin);
    output_text(&printer->out, json ? "\n],\n" : "");
    output_bytes(&printer->out, draft.buffer.bytes, draft.used);
    output_text(&printer->out, json ? "}\n" : "");
    draft_free(&draft);
    output_close_or_fail(&printer->out);
}
