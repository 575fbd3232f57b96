/* SPDX-License-Identifier: MIT */
/* The machine's table, from the rules (see word_machine.h). */
#include "count/words/unicode/word_machine.h"

#include <stdbool.h>

static bool is_letter(enum word_class class)
{
    return class == CLASS_LETTER || class == CLASS_HEBREW;
}

static bool joins_letters(enum word_class class)
{
    return class == CLASS_MID_LETTER || class == CLASS_MID_BOTH || class == CLASS_SINGLE_QUOTE;
}

static bool joins_numbers(enum word_class class)
{
    return class == CLASS_MID_NUMBER || class == CLASS_MID_BOTH || class == CLASS_SINGLE_QUOTE;
}

/* The state behind a character that may be part of a word; STATE_NONE: it may not. */
static enum word_state state_of(enum word_class class)
{
    switch (class) {
    case CLASS_ALONE:
        return STATE_ALONE;
    case CLASS_LETTER:
        return STATE_LETTER;
    case CLASS_HEBREW:
        return STATE_HEBREW;
    case CLASS_NUMERIC:
        return STATE_NUMERIC;
    case CLASS_KATAKANA:
        return STATE_KATAKANA;
    case CLASS_JOINER:
        return STATE_JOINERS;
    default:
        return STATE_NONE;
    }
}

static bool is_pending(enum word_state state)
{
    return state == STATE_MID_LETTER || state == STATE_MID_NUMBER || state == STATE_HEBREW_DOUBLE;
}

/* Whether a word that has come to this state is one. */
static bool is_word(enum word_state state)
{
    return state != STATE_NONE && state != STATE_JOINERS && state != STATE_PICTOGRAPH;
}

/* No rule joins the character to what is before it. */
static unsigned break_before(enum word_state state, enum word_class class)
{
    const enum word_state next = state_of(class);
    unsigned move = next;
    if (is_pending(state))
        move |= MOVE_PENDING;
    else if (is_word(state))
        move |= MOVE_END;
    if (next != STATE_NONE)
        move |= MOVE_BEGIN;
    return move;
}

/* Letters, numbers, katakana and joiners behind one of them. */
static bool joins_run(enum word_state state, enum word_class class)
{
    switch (state) {
    case STATE_LETTER:
    case STATE_HEBREW:
    case STATE_NUMERIC: /* WB5, 8, 9, 10, 13a */
        return is_letter(class) || class == CLASS_NUMERIC || class == CLASS_JOINER;
    case STATE_KATAKANA: /* WB13, 13a */
        return class == CLASS_KATAKANA || class == CLASS_JOINER;
    case STATE_JOINERS:
    case STATE_JOINER: /* WB13a, b */
        return is_letter(class) || class == CLASS_NUMERIC || class == CLASS_KATAKANA ||
               class == CLASS_JOINER;
    case STATE_MID_LETTER: /* WB6, 7 */
        return is_letter(class);
    case STATE_HEBREW_SINGLE: /* WB7 */
        return is_letter(class);
    case STATE_HEBREW_DOUBLE: /* WB7b, c */
        return class == CLASS_HEBREW;
    case STATE_MID_NUMBER: /* WB11, 12 */
        return class == CLASS_NUMERIC;
    default:
        return false;
    }
}

static unsigned move_of(enum word_state state, enum word_class class)
{
    const bool letter = state == STATE_LETTER || state == STATE_HEBREW;
    if (class == CLASS_EXTEND || class == CLASS_ZWJ) /* WB4 */
        return state;
    if (joins_run(state, class)) {
        const bool behind = class == CLASS_JOINER && state != STATE_JOINERS;
        return behind ? STATE_JOINER : state_of(class);
    }
    if (state == STATE_HEBREW && class == CLASS_SINGLE_QUOTE) /* WB7a */
        return STATE_HEBREW_SINGLE;
    if (state == STATE_HEBREW && class == CLASS_DOUBLE_QUOTE)
        return STATE_HEBREW_DOUBLE | MOVE_NOTE;
    if (letter && joins_letters(class))
        return STATE_MID_LETTER | MOVE_NOTE;
    if (state == STATE_NUMERIC && joins_numbers(class))
        return STATE_MID_NUMBER | MOVE_NOTE;
    return break_before(state, class);
}

/* Where WB3c joins a pictograph to a word, or to what is no word. */
static unsigned joined_move_of(enum word_state state, enum word_class class)
{
    const enum word_state next = state_of(class);
    if (state == STATE_NONE || is_pending(state))
        return move_of(state, class);
    if (next != STATE_NONE)
        return next;
    return is_word(state) ? STATE_ALONE : STATE_PICTOGRAPH;
}

void word_machine_open(struct word_machine *machine)
{
    for (unsigned state = 0; state < STATES; state++) {
        for (unsigned class = 0; class < CLASSES; class ++) {
            machine->move[state][class] = (unsigned char)move_of(state, class);
            machine->joined[state][class] = (unsigned char)joined_move_of(state, class);
        }
    }
}
