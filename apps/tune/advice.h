/* SPDX-License-Identifier: MIT */
/*
 * What follows from the figures.
 *
 * The knee of a work is the smallest number of threads with which its median is no more than 10 %
 * above its best one; that of all works is the largest of theirs. The policy is none, unless
 * another makes the best times of all works shorter by 5 % (geometric mean). The knee of chunks is
 * the shortest that is no more than 5 % slower than the best; the usual is as good if that holds
 * for it, too, or if its fastest run was no slower than the knee's median.
 *
 * Nothing follows where figures are doubtful, see tuning.h.
 */
#ifndef TUNE_ADVICE_H
#define TUNE_ADVICE_H

#include "tune/tuning.h"

/* Index of the first of the medians that is within the tolerance of the least; count > 0. */
size_t advice_knee(const double *median, size_t count, double tolerance);

void advice_find(struct tuning *tuning);

#endif
