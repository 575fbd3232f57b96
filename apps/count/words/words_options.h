/* SPDX-License-Identifier: MIT */
/* The options that say what is counted. */
#ifndef COUNT_WORDS_OPTIONS_H
#define COUNT_WORDS_OPTIONS_H

#include "count/words/word_wish.h"

#include "common/options/option_table.h"

enum {
    OPTION_WORDS = OPTION_OWN + 100,
    OPTION_WORD_CHARS,
    OPTION_LINES,
    OPTION_FIELD,
    OPTION_NORMALIZE,
    OPTION_NGRAMS,
    OPTION_STOP_WORDS,
    OPTION_MIN_LENGTH,
    OPTION_MAX_LENGTH
};

#define OPTION_ROWS_WORDS                                                                     \
    {OPTION_WORDS, "words", "RULE",                                                           \
     "what a word is. space: bytes with no blanks, tabs\n"                                    \
     "or line ends between them (default). alpha: letters\n"                                  \
     "A to Z, in either case. unicode: as UAX #29 has it,\n"                                  \
     "in UTF-8"},                                                                             \
        {OPTION_WORD_CHARS, "word-chars", "CLASS",                                            \
         "words are made of characters as in grep's [CLASS]:\n"                               \
         "A-Za-z0-9_'- or [:alnum:]"},                                                        \
        {OPTION_LINES, "lines", NULL, "count whole lines, as sort | uniq -c does"},           \
        {OPTION_FIELD, "field", "K[,K]...",                                                   \
         "count the Kth field of each line, or several fields\n"                              \
         "together; what a line does not have is empty"},                                     \
        {'t', "field-separator", "C",                                                         \
         "fields end at each byte C, \\t is a tab and \\0 a\n"                                \
         "zero byte; without this at runs of blanks, as in\n"                                 \
         "awk"},                                                                              \
        {'z', "zero-terminated", NULL, "lines end with a zero byte, read and written"},       \
        {'i', "ignore-case", NULL,                                                            \
         "count A to Z as a to z; in a UTF-8 locale and with\n"                               \
         "--words=unicode or --normalize all letters"},                                       \
        {OPTION_NORMALIZE, "normalize", "FORM", "put UTF-8 text in the form nfc or nfkc"},    \
        {OPTION_MIN_LENGTH, "min-length", "N", "leave out words of less than N characters"},  \
        {OPTION_MAX_LENGTH, "max-length", "N", "leave out words of more than N characters"},  \
        {OPTION_STOP_WORDS, "stop-words", "FILE", "leave out the words in FILE, one a line"}, \
    {                                                                                         \
        OPTION_NGRAMS, "ngrams", "N",                                                         \
            "count N words in a row, 1 to 5, with one space\n"                                \
            "between them; they may be on several lines, but not\n"                           \
            "in several FILEs"                                                                \
    }

/* What the help says of them at its end. */
#define OPTION_NOTES_WORDS                                                               \
    "Words of --words=unicode are the segments of UAX #29 that have a letter or a\n"     \
    "number in them, without a dictionary: an ideograph is a word. Bytes that are not\n" \
    "UTF-8 stand between such words, and between those of --word-chars in a UTF-8\n"     \
    "locale; elsewhere they are like others, and -i and --normalize leave them alone.\n" \
    "\n"                                                                                 \
    "-i folds as Unicode does for all languages alike, so sharp s is ss and both\n"      \
    "small sigmas are one; in locales other than UTF-8 it folds A to Z only. First\n"    \
    "words are put in their normal form and folded, stop words too; then\n"              \
    "--min-length, --max-length and --stop-words leave some out; then --ngrams puts\n"   \
    "together what is left. Lengths are in characters where text is UTF-8, otherwise\n"  \
    "in bytes.\n"                                                                        \
    "\n"

/* An option_taker for the rows above: true if it was one of them. The wish is zero-initialised. */
bool words_options_take(struct word_wish *wish, int id, const char *argument);

/* All options have been taken: fails with a message when they do not go together. */
void words_options_check(struct word_wish *wish);

void words_options_free(struct word_wish *wish);

#endif
