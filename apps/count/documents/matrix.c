/* SPDX-License-Identifier: MIT */
/*
 * Words by documents (see matrix.h). Counts per document leave the program as soon as it is their
 * turn; weights need the last document before the first one can be printed, so until then the
 * documents are kept as sheets.
 */
#include "count/documents/matrix.h"
#include "count/documents/sheet.h"
#include "count/documents/weights.h"
#include "count/results/print_listing.h"
#include "count/entries.h"

#include <cupro/error.h>

#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

struct matrix {
    const struct result_wish *wish;
    struct names *names;
    struct progress *progress;
    struct printer printer;
    cupro_tally *frequencies; /* in how many documents each word occurs */
    cupro_tally *sums;        /* --totals: how often each word occurs */
    struct sheet *sheets;     /* one a name */
    _Atomic uint64_t files, tokens;
};

/* -- A document has been counted --------------------------------------------------------------- */

static int print_document(struct matrix *matrix, size_t name, cupro_tally *tally,
                          struct draft *draft)
{
    struct listing listing;
    const int error = listing_make(&listing, tally, matrix->wish);
    if (error)
        return error;
    listing_put(draft, &matrix->printer, &listing, matrix->names->item[name].path, 0,
                listing.count);
    listing_free(&listing);
    return 0;
}

static int keep_document(struct matrix *matrix, size_t name, cupro_tally *tally)
{
    const struct result_wish all = {.least = matrix->wish->least,
                                    .most = matrix->wish->most,
                                    .top = UINT64_MAX,
                                    .order = ORDER_NONE};
    struct listing listing;
    int error = listing_make(&listing, tally, &all);
    if (error)
        return error;
    error = sheet_pack(&matrix->sheets[name], &listing);
    listing_free(&listing);
    return error;
}

static int finish(void *arg, size_t name, cupro_tally *tally, struct draft *draft)
{
    struct matrix *matrix = arg;
    uint64_t tokens;
    int error = cupro_tally_size(tally, NULL, &tokens);
    if (!error && matrix->frequencies)
        error = entries_add_tally(matrix->frequencies, tally, ENTRIES_ONCE);
    if (!error && matrix->sums)
        error = entries_add_tally(matrix->sums, tally, ENTRIES_COUNTED);
    if (error)
        return error;
    atomic_fetch_add(&matrix->files, 1);
    atomic_fetch_add(&matrix->tokens, tokens);
    return matrix->sheets ? keep_document(matrix, name, tally)
                          : print_document(matrix, name, tally, draft);
}

/* Its turn to be printed. */
static int pass(void *arg, size_t name, cupro_tally *tally, struct draft *draft)
{
    struct matrix *matrix = arg;
    (void)name;
    (void)tally;
    printer_put(&matrix->printer, draft);
    return matrix->printer.out.error ? CUPRO_ESTOPPED : 0;
}

/* -- All have been counted --------------------------------------------------------------------- */

static int put_sheets(struct draft *draft, size_t lo, size_t hi, void *ctx)
{
    struct matrix *matrix = ctx;
    const struct weighing weighing = {
        .wish = matrix->wish,
        .shape = &matrix->printer.shape,
        .frequencies = matrix->frequencies,
        .files = atomic_load(&matrix->files),
    };
    int error = 0;
    for (size_t i = lo; i < hi && !error; i++) {
        error = put_weights(draft, &weighing, &matrix->sheets[i], matrix->names->item[i].path);
        sheet_free(&matrix->sheets[i]);
    }
    return error;
}

static int find_totals(struct matrix *matrix, struct totals *totals)
{
    int error = 0;
    if (matrix->sums)
        error = totals_of(totals, matrix->sums, matrix->wish);
    totals->tokens = atomic_load(&matrix->tokens);
    totals->files = atomic_load(&matrix->files);
    totals->has_files = totals->has_tokens = true;
    return error;
}

static int print(struct matrix *matrix)
{
    struct totals totals = {0};
    progress_end(matrix->progress);
    names_complain(matrix->names);
    int error = find_totals(matrix, &totals);
    if (!error && matrix->sheets) {
        error = cupro_tally_merge(matrix->frequencies);
        if (!error)
            error = print_ranges(&matrix->printer, matrix->names->count, 1, put_sheets, matrix);
    }
    if (!error)
        printer_close(&matrix->printer, &totals);
    return error;
}

static int open_parts(struct matrix *matrix)
{
    int error = 0;
    if (matrix->wish->totals)
        error = cupro_tally_open(&matrix->sums);
    if (!error && matrix->wish->kind == RESULT_TF_IDF) {
        matrix->sheets = calloc(matrix->names->count + 1, sizeof *matrix->sheets);
        error = matrix->sheets ? cupro_tally_open(&matrix->frequencies) : CUPRO_ENOMEM;
    }
    printer_open(&matrix->printer, matrix->wish);
    return error;
}

static void free_parts(struct matrix *matrix)
{
    for (size_t i = 0; matrix->sheets && i < matrix->names->count; i++)
        sheet_free(&matrix->sheets[i]);
    free(matrix->sheets);
    cupro_tally_close(matrix->frequencies);
    cupro_tally_close(matrix->sums);
}

int print_matrix(const struct document_reading *reading, const struct result_wish *wish)
{
    struct matrix matrix = {.wish = wish, .names = reading->names, .progress = reading->progress};
    struct document_reading own = *reading;
    own.finish = finish;
    own.pass = wish->kind == RESULT_PER_FILE ? pass : NULL;
    own.arg = &matrix;
    int error = open_parts(&matrix);
    /* Lines of the result and the one of the progress would stand in each other. */
    if (own.pass && isatty(STDOUT_FILENO))
        progress_end(reading->progress);
    if (!error)
        error = documents_read(&own);
    /* What could not be written is told by the printer. Weights without some of the files would
     * look like all of them. */
    if (!error && matrix.sheets && names_are_damaged(matrix.names))
        names_complain(matrix.names);
    else if (!error || (error == CUPRO_ESTOPPED && matrix.printer.out.error))
        error = print(&matrix);
    free_parts(&matrix);
    return error;
}

/* -- How many documents only ------------------------------------------------------------------- */

struct frequency_count {
    cupro_tally *frequencies;
    _Atomic uint64_t files;
};

static int count_document(void *arg, size_t name, cupro_tally *tally, struct draft *draft)
{
    struct frequency_count *count = arg;
    (void)name;
    (void)draft;
    atomic_fetch_add(&count->files, 1);
    return entries_add_tally(count->frequencies, tally, ENTRIES_ONCE);
}

int count_frequencies(const struct document_reading *reading, cupro_tally *frequencies,
                      uint64_t *files)
{
    struct frequency_count count = {.frequencies = frequencies};
    struct document_reading own = *reading;
    own.finish = count_document;
    own.pass = NULL;
    own.arg = &count;
    const int error = documents_read(&own);
    *files = atomic_load(&count.files);
    return error;
}
