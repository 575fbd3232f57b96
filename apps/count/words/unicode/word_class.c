/* SPDX-License-Identifier: MIT */
/* Classes of characters, from libunistring (see word_class.h). */
#include "count/words/unicode/word_class.h"

#include <unictype.h>
#include <uniwbrk.h>

static enum word_class class_of(uint32_t code)
{
    switch (uc_wordbreak_property(code)) {
    case WBP_EXTEND:
    case WBP_FORMAT:
        return CLASS_EXTEND;
    case WBP_ZWJ:
        return CLASS_ZWJ;
    case WBP_ALETTER:
        return CLASS_LETTER;
    case WBP_HL:
        return CLASS_HEBREW;
    case WBP_NUMERIC:
        return CLASS_NUMERIC;
    case WBP_KATAKANA:
        return CLASS_KATAKANA;
    case WBP_EXTENDNUMLET:
        return CLASS_JOINER;
    case WBP_MIDLETTER:
        return CLASS_MID_LETTER;
    case WBP_MIDNUM:
        return CLASS_MID_NUMBER;
    case WBP_MIDNUMLET:
        return CLASS_MID_BOTH;
    case WBP_SQ:
        return CLASS_SINGLE_QUOTE;
    case WBP_DQ:
        return CLASS_DOUBLE_QUOTE;
    default:
        return uc_is_general_category_withtable(code, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N)
                   ? CLASS_ALONE
                   : CLASS_OTHER;
    }
}

void word_class_describe(const void *arg, uint32_t code, void *entry)
{
    const unsigned pictograph = uc_is_property_extended_pictographic(code) ? CLASS_PICTOGRAPH : 0;
    (void)arg;
    *(unsigned char *)entry = (unsigned char)(class_of(code) | pictograph);
}
