/* SPDX-License-Identifier: MIT */
/* Where words begin and end (see edges.h): where a bit of the class mask differs from the one
 * before it. One body for all rules. */
#include "count/words/split/edges.h"
#include "count/words/split/byte_set.h"
#include "count/words/split/positions.h"

static inline __attribute__((always_inline)) size_t
find_edges(unsigned char *text, size_t blocks, const struct edge_bytes *bytes, uint64_t *open,
           uint16_t *edges, enum word_rule rule, bool fold, bool bits)
{
    uint16_t *to = edges;
    uint64_t before = *open;
    for (size_t base = 0; base < blocks * CLASS_BLOCK; base += CLASS_BLOCK) {
        unsigned char *const block = text + base;
        if (rule == WORDS_LINES) {
            to = put_positions(to, class_mask_of(block, bytes->terminator), base);
            continue;
        }
        if (fold)
            class_fold(block);
        const uint64_t inside = rule != WORDS_SET ? class_mask(block, rule)
                                : bits            ? byte_set_mask_bits(block, &bytes->set)
                                                  : byte_set_mask(block, &bytes->set);
        to = put_positions(to, inside ^ (inside << 1 | before), base);
        before = inside >> (CLASS_BLOCK - 1);
    }
    *open = before;
    return (size_t)(to - edges);
}

/* X(name, rule, fold) */
#define FINDERS(X)                     \
    X(space, WORDS_SPACE, false)       \
    X(space_folded, WORDS_SPACE, true) \
    X(alpha, WORDS_ALPHA, false)       \
    X(alpha_folded, WORDS_ALPHA, true) \
    X(set, WORDS_SET, false)           \
    X(lines, WORDS_LINES, false)

#define FINDER_OF(name, attributes, rule, fold, bits)                                           \
    attributes static size_t name(unsigned char *text, size_t blocks,                           \
                                  const struct edge_bytes *bytes, uint64_t *open, uint16_t *to) \
    {                                                                                           \
        return find_edges(text, blocks, bytes, open, to, rule, fold, bits);                     \
    }
#define PLAIN(name, rule, fold) FINDER_OF(name, , rule, fold, false)
FINDERS(PLAIN)
#define QUICK(name, rule, fold) FINDER_OF(name##_bits, WITH_BITS, rule, fold, true)
FINDERS(QUICK)

edge_finder *edge_finder_for(enum word_rule rule, bool fold)
{
#define CHOOSE(name, its_rule, its_fold)          \
    if (rule == (its_rule) && fold == (its_fold)) \
        return has_bits() ? name##_bits : name;
    FINDERS(CHOOSE)
    return NULL;
}
