/* SPDX-License-Identifier: MIT */
/*
 * The commonest words in fixed memory: counts that are too low by no more than a bound, which is
 * told.
 *
 * Every part of the inputs, some megabytes, is counted exactly, reduced to a summary, and the
 * summaries are added up in the order of the parts. So the result is the same on any number of
 * threads; it depends on the counters, and on how large the parts are.
 */
#ifndef COUNT_APPROX_H
#define COUNT_APPROX_H

#include "count/documents/documents.h"
#include "count/results/result_wish.h"

/* Count, and print. Of `reading`, what is to be called is not looked at. 0, or an error of the
 * library's. Ends the program with a message when the result cannot be written. */
int print_approximate(const struct document_reading *reading, const struct result_wish *wish);

#endif
