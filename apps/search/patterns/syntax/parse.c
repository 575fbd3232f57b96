/* SPDX-License-Identifier: MIT */
/*
 * The parser of basic and extended regular expressions (see parse.h): by recursive descent over
 * choices, sequences, atoms and what is repeated.
 *
 * GNU grep reads each pattern twice, with glibc's regcomp for errors and with its own parser for
 * meaning. Where the two differ, this does what can be seen from outside: `*` where nothing stands
 * before it is itself in basic syntax, and repeats the empty string, with a warning, in extended.
 */
#include "search/patterns/syntax/parse.h"

#include "search/patterns/syntax/bracket.h"
#include "search/patterns/syntax/interval.h"
#include "search/patterns/syntax/reader.h"

#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 2000 };

static const char unmatched_open[] = "Unmatched ( or \\(";

struct parser {
    struct reader in;
    int depth;
    int first_group;      /* of this pattern, less one                          */
    unsigned complete;    /* bit k - 1: \k may stand here                       */
    int closings_missing; /* that glibc takes for characters, `*` before them   */
    int closings_left;    /* that close nothing                                 */
    bool fresh;           /* nothing that could be repeated since the beginning of this branch */
};

struct nodes {
    struct node **node;
    size_t n, room;
};

static void nodes_add(struct parser *parser, struct nodes *nodes, struct node *node)
{
    if (nodes->n == nodes->room) {
        size_t room = nodes->room * 2 + 8;
        struct node **more = realloc(nodes->node, room * sizeof *more);
        if (more == NULL) {
            parser->in.syntax->tree->no_memory = true;
            return;
        }
        nodes->node = more;
        nodes->room = room;
    }
    nodes->node[nodes->n++] = node;
}

/* All of them as one. */
static struct node *nodes_join(struct tree *tree, struct nodes *nodes, enum node_kind kind)
{
    struct node *whole = nodes->n == 0   ? tree_node(tree, NODE_NOTHING)
                         : nodes->n == 1 ? nodes->node[0]
                                         : tree_with_children(tree, kind, nodes->node, nodes->n);
    free(nodes->node);
    return whole;
}

/* -- Tokens ------------------------------------------------------------------------------------ */

/* With a backslash before it in basic syntax, without in extended. */
static bool sees_operator(const struct parser *parser, char c)
{
    return parser->in.syntax->extended ? reader_sees(&parser->in, c)
                                       : reader_sees_two(&parser->in, '\\', c);
}

static size_t operator_length(const struct parser *parser)
{
    return parser->in.syntax->extended ? 1 : 2;
}

/* A closing parenthesis that closes nothing is a character in extended syntax. */
static bool sees_close(const struct parser *parser)
{
    return sees_operator(parser, ')') && (parser->depth > 0 || !parser->in.syntax->extended);
}

static bool is_at_end_of_branch(const struct parser *parser)
{
    return reader_is_at_end(&parser->in) || sees_operator(parser, '|') || sees_close(parser);
}

/* Does the branch end behind this `$`? */
static bool dollar_is_last(const struct parser *parser)
{
    struct parser behind = *parser;
    behind.in.at++;
    return reader_is_at_end(&behind.in) || sees_operator(&behind, '|') ||
           sees_operator(&behind, ')');
}

static void warn(struct parser *parser, const char *text)
{
    struct syntax_warnings *warnings = &parser->in.syntax->warnings;
    if (warnings->n == warnings->room) {
        size_t room = warnings->room * 2 + 4;
        const char **more = realloc(warnings->texts, room * sizeof *more);
        if (more == NULL)
            return;
        warnings->texts = more;
        warnings->room = room;
    }
    warnings->texts[warnings->n++] = text;
}

/* -- Atoms ------------------------------------------------------------------------------------- */

static struct node *parse_choice(struct parser *parser);

static struct node *parse_group(struct parser *parser)
{
    struct tree *tree = parser->in.syntax->tree;
    int group = ++tree->groups;
    parser->in.at += operator_length(parser);
    if (++parser->depth > DEEPEST) {
        reader_fail(&parser->in, "Regular expression too big");
        return tree_node(tree, NODE_NEVER);
    }
    struct node *inner = parse_choice(parser);
    parser->depth--;
    if (!sees_operator(parser, ')')) {
        reader_fail(&parser->in, unmatched_open);
        return inner;
    }
    parser->in.at += operator_length(parser);
    int number = group - parser->first_group;
    if (number <= 9)
        parser->complete |= 1u << (number - 1);
    struct node *node = tree_with_children(tree, NODE_GROUP, &inner, 1);
    if (node->kind == NODE_GROUP)
        node->of.group = group;
    return node;
}

static struct node *any_character(struct tree *tree)
{
    struct char_set set = {0};
    char_set_add_all(&set, tree->utf8);
    return tree_set(tree, &set);
}

/* \w \W \s \S */
static struct node *shorthand(struct tree *tree, char letter)
{
    struct char_set set = {0};
    bool is_word = letter == 'w' || letter == 'W';
    char_set_add_class(&set, wctype(is_word ? "alnum" : "space"), tree->utf8);
    if (is_word)
        char_set_add(&set, '_', '_');
    char_set_settle(&set);
    if (letter == 'W' || letter == 'S')
        char_set_invert(&set, tree->utf8);
    return tree_set(tree, &set);
}

static struct node *parse_back(struct parser *parser, unsigned char digit)
{
    struct tree *tree = parser->in.syntax->tree;
    int number = digit - '0';
    if ((parser->complete >> (number - 1) & 1) == 0)
        reader_fail(&parser->in, "Invalid back reference");
    parser->fresh = false;
    struct node *node = tree_node(tree, NODE_BACK);
    if (node->kind == NODE_BACK)
        node->of.group = parser->first_group + number;
    tree->has_back = true;
    return node;
}

static struct node *parse_character(struct parser *parser)
{
    size_t length;
    uint32_t character = reader_character(&parser->in, parser->in.at, &length);
    parser->in.at += length;
    parser->fresh = false;
    return tree_character(parser->in.syntax->tree, character);
}

/* Behind a backslash that begins no operator. */
static struct node *parse_escaped(struct parser *parser)
{
    struct tree *tree = parser->in.syntax->tree;
    static const char assertions[] = "`'<>bB";
    static const enum assertion kinds[] = {AT_BEGIN,    AT_END,      AT_WORD_BEGIN,
                                           AT_WORD_END, AT_BOUNDARY, NOT_AT_BOUNDARY};
    if (reader_is_at_end(&parser->in)) {
        reader_fail(&parser->in, "Trailing backslash");
        return tree_node(tree, NODE_NEVER);
    }
    unsigned char c = parser->in.text[parser->in.at];
    const char *assertion = c != '\0' ? strchr(assertions, c) : NULL;
    if (assertion != NULL) {
        parser->in.at++;
        return tree_assertion(tree, kinds[assertion - assertions]);
    }
    if (c == 'w' || c == 'W' || c == 's' || c == 'S') {
        parser->in.at++;
        parser->fresh = false;
        return shorthand(tree, (char)c);
    }
    if (c >= '1' && c <= '9') {
        parser->in.at++;
        return parse_back(parser, c);
    }
    return parse_character(parser);
}

/* One character, class, group or assertion. `is_first`: of its branch. */
static struct node *parse_atom(struct parser *parser, bool is_first)
{
    struct reader *in = &parser->in;
    struct tree *tree = in->syntax->tree;
    bool extended = in->syntax->extended;
    if (sees_operator(parser, '(')) {
        struct node *group = parse_group(parser);
        parser->fresh = false;
        return group;
    }
    if (extended && reader_sees(in, ')'))
        parser->closings_left++;
    /* As where `*` stands before it: a `{` that repeats nothing is skipped by glibc. */
    if (extended && parser->fresh && parser->depth > 0 && reader_sees_two(in, '{', ')'))
        parser->closings_missing++;
    unsigned char c = in->text[in->at];
    if ((c == '^' && (extended || is_first)) ||
        (c == '$' && (extended || dollar_is_last(parser)))) {
        in->at++;
        return tree_assertion(tree, c == '^' ? AT_BEGIN : AT_END);
    }
    if (c == '\\') {
        in->at++;
        return parse_escaped(parser);
    }
    if (c != '.' && c != '[')
        return parse_character(parser);
    in->at++;
    parser->fresh = false;
    return c == '.' ? any_character(tree) : bracket_parse(in);
}

/* -- Repetition -------------------------------------------------------------------------------- */

/* The operator that comes next, or 0. */
static char next_repetition(const struct parser *parser)
{
    if (parser->fresh && !parser->in.syntax->extended)
        return 0;
    return reader_sees(&parser->in, '*') ? '*'
           : sees_operator(parser, '+')  ? '+'
           : sees_operator(parser, '?')  ? '?'
           : sees_operator(parser, '{')  ? '{'
                                         : 0;
}

/* Read an operator. False: what looked like one is not, or has an error. */
static bool read_repetition(struct parser *parser, char sign, int *least, int *most)
{
    if (sign == '{') {
        if (!interval_parse(&parser->in, least, most))
            return false;
        if (parser->fresh)
            warn(parser, "{...} at start of expression");
        parser->fresh = false;
        return true;
    }
    if (parser->fresh)
        warn(parser, sign == '*'   ? "* at start of expression"
                     : sign == '+' ? "+ at start of expression"
                                   : "? at start of expression");
    parser->in.at += sign == '*' ? 1 : operator_length(parser);
    *least = sign == '+';
    *most = sign == '?' ? 1 : REPEAT_FOREVER;
    return true;
}

static struct node *repeat(struct tree *tree, struct node *node, int least, int most)
{
    if (least == 1 && most == 1)
        return node;
    /* (x*)+ and the like are one loop, which spares those who backtrack the choice. */
    if (node->kind == NODE_REPEAT && node->of.repeat.most == REPEAT_FOREVER &&
        node->of.repeat.least <= 1 && least <= 1 && most > 0) {
        node->of.repeat.least *= least;
        return node;
    }
    struct node *repeated = tree_with_children(tree, NODE_REPEAT, &node, 1);
    if (repeated->kind == NODE_REPEAT) {
        repeated->of.repeat.least = least;
        repeated->of.repeat.most = most;
    }
    return repeated;
}

/* All operators behind a node. */
static struct node *parse_repetitions(struct parser *parser, struct node *node)
{
    struct tree *tree = parser->in.syntax->tree;
    bool is_empty = node->kind == NODE_NOTHING || node->kind == NODE_ASSERTION;
    for (char sign = next_repetition(parser); sign != 0 && parser->in.error == NULL;
         sign = next_repetition(parser)) {
        int least, most;
        if (!read_repetition(parser, sign, &least, &most))
            break;
        if (parser->in.syntax->extended && is_empty && sign != '{' && parser->depth > 0 &&
            sees_operator(parser, ')'))
            parser->closings_missing++;
        node = repeat(tree, node, least, most);
    }
    return node;
}

/* -- Sequences and choices --------------------------------------------------------------------- */

/* Does an operator that repeats stand here, and not a character that looks like one? */
static bool begins_with_repetition(const struct parser *parser)
{
    char sign = next_repetition(parser);
    if (sign != '{')
        return sign != 0;
    struct parser copy = *parser;
    int least, most;
    return interval_parse(&copy.in, &least, &most) || copy.in.error != NULL;
}

static struct node *parse_sequence(struct parser *parser)
{
    struct tree *tree = parser->in.syntax->tree;
    struct nodes nodes = {0};
    parser->fresh = true;
    for (bool is_first = true; parser->in.error == NULL && !is_at_end_of_branch(parser);
         is_first = false) {
        struct node *node = begins_with_repetition(parser) ? tree_node(tree, NODE_NOTHING)
                                                           : parse_atom(parser, is_first);
        nodes_add(parser, &nodes, parse_repetitions(parser, node));
    }
    return nodes_join(tree, &nodes, NODE_SEQUENCE);
}

static struct node *parse_choice(struct parser *parser)
{
    struct nodes nodes = {0};
    unsigned before = parser->complete;
    nodes_add(parser, &nodes, parse_sequence(parser));
    while (parser->in.error == NULL && sees_operator(parser, '|')) {
        unsigned so_far = parser->complete;
        parser->in.at += operator_length(parser);
        parser->complete = before;
        nodes_add(parser, &nodes, parse_sequence(parser));
        parser->complete |= so_far;
    }
    return nodes_join(parser->in.syntax->tree, &nodes, NODE_CHOICE);
}

const char *syntax_parse(struct syntax *syntax, const char *text, size_t length, struct node **node)
{
    struct parser parser = {
        .in = {.text = (const unsigned char *)text, .length = length, .syntax = syntax},
        .first_group = syntax->tree->groups};
    *node = parse_choice(&parser);
    if (!reader_is_at_end(&parser.in))
        reader_fail(&parser.in, "Unmatched ) or \\)");
    if (parser.closings_missing > parser.closings_left)
        reader_fail(&parser.in, unmatched_open);
    return parser.in.error;
}

struct node *syntax_plain(struct tree *tree, const char *text, size_t length)
{
    struct syntax syntax = {.tree = tree};
    struct parser parser = {
        .in = {.text = (const unsigned char *)text, .length = length, .syntax = &syntax}};
    struct nodes nodes = {0};
    while (!reader_is_at_end(&parser.in))
        nodes_add(&parser, &nodes, parse_character(&parser));
    return nodes_join(tree, &nodes, NODE_SEQUENCE);
}
