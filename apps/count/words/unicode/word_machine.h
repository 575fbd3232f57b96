/* SPDX-License-Identifier: MIT */
/*
 * Words by the rules of UAX #29, "Unicode Text Segmentation", 4.1, as a finite machine that reads
 * each character once. A word is a segment with a letter or a number in it. What stands before its
 * first letter, number or "_" is left out, which happens only where an emoji is joined to a letter
 * that is an emoji too.
 *
 * The machine does not look ahead: behind a letter and an apostrophe it remembers where the word
 * ends if no letter follows.
 */
#ifndef COUNT_WORD_MACHINE_H
#define COUNT_WORD_MACHINE_H

#include "count/words/unicode/word_class.h"

/* What the last character that counts was (those of CLASS_EXTEND and CLASS_ZWJ do not, WB4). */
enum word_state {
    STATE_NONE, /* no part of a word */
    STATE_LETTER,
    STATE_HEBREW,
    STATE_NUMERIC,
    STATE_KATAKANA,
    STATE_JOINERS,       /* nothing but joiners so far: perhaps no word */
    STATE_JOINER,        /* a joiner behind something else */
    STATE_ALONE,         /* part of a word that does not go on */
    STATE_PICTOGRAPH,    /* a pictograph behind nothing but joiners: does not go on, is no word */
    STATE_MID_LETTER,    /* behind a letter: what joins letters; pending */
    STATE_MID_NUMBER,    /* behind a number: what joins numbers; pending */
    STATE_HEBREW_SINGLE, /* a Hebrew letter and ' */
    STATE_HEBREW_DOUBLE, /* a Hebrew letter and "; pending */
    STATES
};

/* What is to be done at a character, besides going to the state in the low four bits. */
enum word_move {
    MOVE_STATE = 0x0f,
    MOVE_END = 0x10,     /* a word ends before this character, or */
    MOVE_PENDING = 0x20, /* where it was noted */
    MOVE_BEGIN = 0x40,   /* a word begins at this character, perhaps */
    MOVE_NOTE = 0x80     /* note where this character begins */
};

struct word_machine {
    unsigned char move[STATES][16]; /* by state and class */
    /* For a pictograph behind a zero width joiner, which is joined to what is before that (WB3c).
     */
    unsigned char joined[STATES][16];
};

void word_machine_open(struct word_machine *machine);

#endif
