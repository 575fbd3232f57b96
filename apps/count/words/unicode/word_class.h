/* SPDX-License-Identifier: MIT */
/* What a character is to the rules by which words are found. */
#ifndef COUNT_WORD_CLASS_H
#define COUNT_WORD_CLASS_H

#include <stdint.h>

/* Word_Break of UAX #29, where what words cannot contain is all OTHER. */
enum word_class {
    CLASS_OTHER,
    CLASS_ALONE,  /* Other of UAX #29, but a letter or number: ideographs, hiragana, Thai … */
    CLASS_EXTEND, /* and Format */
    CLASS_ZWJ,
    CLASS_LETTER,
    CLASS_HEBREW,
    CLASS_NUMERIC,
    CLASS_KATAKANA,
    CLASS_JOINER, /* ExtendNumLet: "_" and its like */
    CLASS_MID_LETTER,
    CLASS_MID_NUMBER,
    CLASS_MID_BOTH, /* MidNumLet */
    CLASS_SINGLE_QUOTE,
    CLASS_DOUBLE_QUOTE,
    CLASSES,

    CLASS_PICTOGRAPH = 0x80 /* a flag: Extended_Pictographic */
};

/* A code_describer for entries of a byte: the class of UAX #29, as libunistring has it. */
void word_class_describe(const void *arg, uint32_t code, void *entry);

#endif
