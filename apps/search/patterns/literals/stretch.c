/* SPDX-License-Identifier: MIT */
/*
 * Stretches of bytes (see stretch.h). A pattern's parts that stand behind each other are *links*:
 * so many bytes at least, all of a set. Any neighbouring links make a stretch, of the bytes of
 * either; the one that is expected to be rarest is taken.
 */
#include "search/patterns/literals/stretch.h"

#include "search/patterns/syntax/utf8.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

enum { MOST_LINKS = 64, MOST_BYTES = 4096 };

/* Rarer than this, a stretch is worth looking for. */
static const double rare = 1.0 / 1000;

struct link {
    bool has[256];
    size_t length;
};

struct chain {
    bool utf8;
    struct link link[MOST_LINKS];
    size_t n;
    double best;
    struct link stretch;
};

/* About how many of a text's bytes are this one. */
static double share_of(int byte)
{
    return islower(byte)   ? 0.55 / 26
           : byte == ' '   ? 0.2
           : isupper(byte) ? 0.1 / 26
           : isdigit(byte) ? 0.06 / 10
           : byte < 0x80   ? 0.15 / 40
                           : 0.05 / 128;
}

static double rate_of(const struct link *link)
{
    double share = 0;
    for (int byte = 0; byte < 256; byte++)
        share += link->has[byte] ? share_of(byte) : 0;
    return pow(share < 1 ? share : 1, (double)link->length);
}

/* Try all stretches of the links so far, and begin anew. */
static void break_chain(struct chain *chain)
{
    for (size_t first = 0; first < chain->n; first++) {
        struct link all = {.length = 0};
        for (size_t i = first; i < chain->n; i++) {
            for (int byte = 0; byte < 256; byte++)
                all.has[byte] |= chain->link[i].has[byte];
            all.length += chain->link[i].length;
            double rate = rate_of(&all);
            if (all.length <= MOST_BYTES && rate < chain->best) {
                chain->best = rate;
                chain->stretch = all;
            }
        }
    }
    chain->n = 0;
}

/* The bytes that a character, or those of a range, may be of. */
static void add_bytes(const struct chain *chain, struct link *link, struct char_range range)
{
    if (range.first >= STRAY_BYTE || !chain->utf8) {
        uint32_t base = range.first >= STRAY_BYTE ? STRAY_BYTE : 0;
        for (uint32_t byte = range.first - base; byte <= range.last - base && byte < 256; byte++)
            link->has[byte] = true;
        return;
    }
    for (uint32_t byte = range.first; byte <= range.last && byte < 0x80; byte++)
        link->has[byte] = true;
    for (int byte = 0x80; byte < 256 && range.last >= 0x80; byte++)
        link->has[byte] = true;
}

static bool single_link(const struct chain *chain, const struct node *node, struct link *link)
{
    while (node->kind == NODE_GROUP)
        node = node->child[0];
    *link = (struct link){.length = 1};
    if (node->kind == NODE_CHARACTER)
        add_bytes(chain, link, (struct char_range){node->of.character, node->of.character});
    else if (node->kind == NODE_SET)
        for (size_t i = 0; i < node->of.set->n; i++)
            add_bytes(chain, link, node->of.set->ranges[i]);
    return node->kind == NODE_CHARACTER || node->kind == NODE_SET;
}

static void add_link(struct chain *chain, const struct link *link)
{
    if (chain->n == MOST_LINKS)
        break_chain(chain);
    chain->link[chain->n++] = *link;
}

static void walk(struct chain *chain, const struct node *node)
{
    struct link link;
    if (single_link(chain, node, &link)) {
        add_link(chain, &link);
    } else if (node->kind == NODE_REPEAT && single_link(chain, node->child[0], &link)) {
        link.length = (size_t)node->of.repeat.least;
        add_link(chain, &link);
    } else if (node->kind == NODE_SEQUENCE || node->kind == NODE_GROUP) {
        for (size_t i = 0; i < node->children; i++)
            walk(chain, node->child[i]);
    } else if (node->kind != NODE_ASSERTION && node->kind != NODE_NOTHING) {
        break_chain(chain);
        if (node->kind == NODE_REPEAT && node->of.repeat.least > 0) {
            walk(chain, node->child[0]);
            break_chain(chain);
        }
    }
}

struct stretch stretch_find(const struct tree *tree, const struct node *node, unsigned char end)
{
    struct chain chain = {.utf8 = tree->utf8, .best = rare};
    struct stretch stretch = {.length = 0};
    unsigned char members[256];
    size_t n = 0;
    walk(&chain, node);
    break_chain(&chain);
    for (int byte = 0; byte < 256; byte++)
        if (chain.stretch.has[byte] && byte != end)
            members[n++] = (unsigned char)byte;
    if (n > 0 && n < 256) {
        stretch.set = cupro_bytes_of(members, n);
        stretch.length = chain.stretch.length;
    }
    return stretch;
}
