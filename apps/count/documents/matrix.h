/* SPDX-License-Identifier: MIT */
/*
 * What is known of words and documents together: how often each word occurs in each document, in
 * how many documents it occurs, and what weight follows from both.
 *
 *   weight = count * (ln((1 + N) / (1 + df)) + 1)
 *
 * where N is the number of documents and df that of those in which the word occurs: the "smooth"
 * inverse document frequency of scikit-learn, without normalising (K. Spärck Jones, "A statistical
 * interpretation of term specificity", 1972, has the idea).
 */
#ifndef COUNT_MATRIX_H
#define COUNT_MATRIX_H

#include "count/documents/documents.h"
#include "count/results/result_wish.h"

/* Read all documents and print what is wished for: RESULT_PER_FILE or RESULT_TF_IDF. Of `reading`,
 * what is to be called is not looked at. 0, or an error of the library's. Ends the program with a
 * message when the result cannot be written. */
int print_matrix(const struct document_reading *reading, const struct result_wish *wish);

/* Read all documents; count in how many of them each word occurs, and how many there are. 0, or an
 * error of the library's. */
int count_frequencies(const struct document_reading *reading, cupro_tally *frequencies,
                      uint64_t *files);

#endif
