/* SPDX-License-Identifier: MIT */
/* What other programs do meanwhile: a figure that was measured beside them says little. */
#ifndef TUNE_OTHERS_H
#define TUNE_OTHERS_H

struct others {
    double begin; /* seconds of the clock     */
    double busy;  /* of all processors, since the system began; < 0: the kernel does not tell */
    double own;   /* of this process          */
};

void others_begin(struct others *others);

/* How many processors they have used on average since then; < 0: not known. */
double others_used(const struct others *others);

#endif
