/* SPDX-License-Identifier: MIT */
/* The output as a whole: what stands before the lines and behind them, and standard output. */
#ifndef COUNT_PRINTER_H
#define COUNT_PRINTER_H

#include "count/results/result_wish.h"

#include "common/output/output.h"

struct printer {
    const struct result_wish *wish;
    struct row_shape shape;
    bool begun; /* a line was printed */
    struct output out;
};

/* `wish` stays. Nothing is printed yet. */
void printer_open(struct printer *printer, const struct result_wish *wish);

/* Print lines, which are whole, made by row_put() with the printer's shape. */
void printer_put(struct printer *printer, const struct draft *lines);

/* Print the totals that were asked for. Ends the program with a message when there was something
 * that could not be written. */
void printer_close(struct printer *printer, const struct totals *totals);

#endif
