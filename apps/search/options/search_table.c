/* SPDX-License-Identifier: MIT */
/* The options of cupro-search (see search_table.h). */
#include "search/options/search_table.h"

#include "common/files/tree_choice.h"
#include "common/options/pool_choice.h"

#define ROW_DIGIT(digit)          \
    {                             \
        (digit), NULL, NULL, NULL \
    }

/* Abbreviations mean what they mean to GNU grep, so what it does not have is not abbreviated. */
static const struct option_row rows[] = {
    OPTION_ROW_HEADING("What to look for"),
    {'E', "extended-regexp", NULL, "PATTERNS are extended regular expressions"},
    {'F', "fixed-strings", NULL, "PATTERNS are strings"},
    {'F', "fixed-regexp", NULL, NULL},
    {'G', "basic-regexp", NULL, "PATTERNS are basic regular expressions (default)"},
    {'P', "perl-regexp", NULL, "PATTERNS are Perl regular expressions"},
    {'e', "regexp", "PATTERNS", "look for PATTERNS; may be repeated"},
    {'f', "file", "FILE", "look for the patterns that are the lines of FILE"},
    {'i', "ignore-case", NULL, "upper and lower case are the same"},
    {'y', NULL, NULL, NULL},
    {OPTION_NO_IGNORE_CASE, "no-ignore-case", NULL, "they are not (default)"},
    {'w', "word-regexp", NULL, "only matches that are whole words"},
    {'x', "line-regexp", NULL, "only matches that are whole lines"},
    {'z', "null-data", NULL, "lines end with a zero byte, not with a newline"},
    {'X', NULL, "MATCHER", NULL},
    OPTION_ROW_HEADING("Which lines, and how many"),
    {'v', "invert-match", NULL, "select the lines that do not match"},
    {'m', "max-count", "N", "stop reading a file after N selected lines"},
    {'c', "count", NULL, "print only how many lines of each FILE are selected"},
    {'l', "files-with-matches", NULL, "print only the names of FILEs with selected lines"},
    {'L', "files-without-match", NULL, "print only the names of FILEs without any"},
    {'q', "quiet", NULL, "print nothing; the exit status tells"},
    {'q', "silent", NULL, NULL},
    {'s', "no-messages", NULL, "no messages about files that cannot be read"},
    OPTION_ROW_HEADING("How to print them"),
    {'o', "only-matching", NULL, "only the parts of lines that match, if not empty"},
    {'n', "line-number", NULL, "before each its number in the file"},
    {'b', "byte-offset", NULL, "before each how many bytes stand before it"},
    {'u', "unix-byte-offsets", NULL, NULL},
    {'H', "with-filename", NULL, "before each the file's name (default: if several)"},
    {'h', "no-filename", NULL, "without the file's name"},
    {OPTION_LABEL, "label", "NAME", "what standard input is called"},
    {'T', "initial-tab", NULL, "begin the lines themselves at a tab stop"},
    {'Z', "null", NULL, "a zero byte behind each file's name"},
    {'A', "after-context", "N", "also N lines after each"},
    {'B', "before-context", "N", "also N lines before each"},
    {'C', "context", "N", "also N lines before and after each; -N is the same"},
    {OPTION_GROUP_SEPARATOR, "group-separator", "SEP",
     "a line SEP between groups of lines (default: --)"},
    {OPTION_NO_GROUP_SEPARATOR, "no-group-separator", NULL, "no line between them"},
    {OPTION_COLOR, "color", "[WHEN]",
     "in colours, which GREP_COLORS tells: always, never,\n"
     "or auto, on a terminal"},
    {OPTION_COLOR, "colour", "[WHEN]", NULL},
    {OPTION_LINE_BUFFERED, "line-buffered", NULL, "write each line as soon as it is found"},
    OPTION_ROW_HEADING("Which files"),
    {'r', "recursive", NULL, "all files below each directory"},
    {'R', "dereference-recursive", NULL, "the same, and follow all symbolic links"},
    {OPTION_INCLUDE, "include", "GLOB", "only files whose names match GLOB"},
    {OPTION_EXCLUDE, "exclude", "GLOB", "no files whose names match GLOB"},
    {OPTION_EXCLUDE_FROM, "exclude-from", "FILE",
     "no files whose names match a glob that is a line of\n"
     "FILE"},
    {OPTION_EXCLUDE_DIR, "exclude-dir", "GLOB", "no directories whose names match GLOB"},
    {'d', "directories", "ACTION", "directories: read (an error), recurse (-r), or skip"},
    {'D', "devices", "ACTION", "devices, FIFOs and sockets: read, or skip"},
    {OPTION_BINARY_FILES, "binary-files", "TYPE",
     "binary files: binary (say only that they match), text,\n"
     "or without-match"},
    {'a', "text", NULL, "the same as --binary-files=text"},
    {'I', NULL, NULL, "the same as --binary-files=without-match"},
    {'U', "binary", NULL, "ignored, as everywhere but on DOS"},
    ROW_DIGIT('0'),
    ROW_DIGIT('1'),
    ROW_DIGIT('2'),
    ROW_DIGIT('3'),
    ROW_DIGIT('4'),
    ROW_DIGIT('5'),
    ROW_DIGIT('6'),
    ROW_DIGIT('7'),
    ROW_DIGIT('8'),
    ROW_DIGIT('9'),
    OPTION_ROW_HEADING("Everything else"),
    {'V', "version", NULL, "print the version and exit"},
    {OPTION_HELP, "help", NULL, "print this help and exit"},
    OPTION_ROW_IN_FULL,
    OPTION_ROW_HEADING("What grep does not have"),
    {OPTION_GITIGNORE, "gitignore", NULL,
     "below directories no files that .gitignore or .ignore\n"
     "files name, and nothing in .git"},
    {'t', "type", "TYPE",
     "below directories only files of this type, as c or py;\n"
     "may be repeated"},
    {OPTION_TYPE_LIST, "type-list", NULL, "print the types and exit"},
    {OPTION_MAX_DEPTH, "max-depth", "N",
     "files at most N levels below the directories named:\n1 are those in them"},
    {OPTION_NO_DECOMPRESS, "no-decompress", NULL, "read what is compressed as it is"},
    {OPTION_JSON, "json", NULL,
     "print objects in JSON, one a line, for each selected\n"
     "line, and for the beginning and end of each file, as\n"
     "ripgrep does"},
    {OPTION_REPLACE, "replace", "TEXT",
     "print TEXT in place of each match: $0 is the match,\n"
     "$1 is a group in it (with -E, -G and -P), ${name} a\n"
     "named one (with -P), $$ is $"},
    {OPTION_STATS, "stats", NULL, "print figures on standard error at the end"},
    OPTION_ROWS_POOL,
    {OPTION_PROGRESS, "progress", "[WHEN]",
     "show the progress on standard error: always, never,\n"
     "or auto, on a terminal (default: never)"},
    {OPTION_PIECE_SIZE, "piece-size", "BYTES", NULL},
};

const struct option_table search_table = {
    .usage = " [OPTION]... PATTERNS [FILE]...",
    .about = "Print the lines of all FILEs that match one of the PATTERNS, which are separated by\n"
             "newlines. All processors search, in one large file as in many small ones, and the\n"
             "lines come in the files' order all the same. With no FILE read standard input, or\n"
             "with -r the working directory; - is standard input. What gzip or zstd has\n"
             "compressed is decompressed, whatever its name.\n",
    .rows = rows,
    .count = sizeof rows / sizeof rows[0],
    .operands_in_turn = true,
    .notes = "Options, patterns, what is printed and the exit status are those of GNU grep; files\n"
             "below directories come in the order of their names. Options that grep does not have\n"
             "must be given in full.\n"
             "\n"
             "Exit status: 0 if a line was selected, 1 if none was; 2 if there was an error,\n"
             "unless a line was selected and -q given.\n",
};
