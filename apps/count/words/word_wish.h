/* SPDX-License-Identifier: MIT */
/* What of a text is to be counted, as the user asked for it. */
#ifndef COUNT_WORD_WISH_H
#define COUNT_WORD_WISH_H

#include "count/words/split/byte_class.h"

struct word_wish {
    enum word_rule rule;
    bool fold; /* case makes no difference */
};

#endif
