/* SPDX-License-Identifier: MIT */
/* Orders (see order.h). */
#include "sort/keys/order.h"

#include <cupro/error.h>

#include <stdlib.h>

static bool is_text(const struct ordering *by)
{
    return !(by->numeric || by->general || by->human || by->month || by->version || by->random);
}

/* Where texts do not compare as their bytes do, the last resort is one more key, for the whole
 * line. */
static int add_whole_line(struct order *order, bool reverse)
{
    const struct sort_key whole = {
        .last_field = KEY_TO_LINE_END, .by.reverse = reverse, .whole = true};
    return key_list_add(&order->keys, &whole);
}

int order_open(struct order *order, const struct order_wish *wish)
{
    *order = (struct order){.keys = wish->keys, .salted = wish->salted};
    int error = rules_read(&order->rules);
    const bool by_bytes = order->rules.by_bytes;
    const bool keyed = order->keys.count > 0;
    const bool resort = keyed && !wish->stable && !wish->unique;
    if (!error && !by_bytes && (!keyed || resort))
        error = add_whole_line(order, wish->reverse);
    if (error) {
        order_close(order);
        return CUPRO_ENOMEM;
    }
    order->fields = (struct field_rules){order->rules.blank, wish->separator};
    order->plain = order->keys.count == 0;
    order->last_resort = resort && by_bytes;
    order->backward = resort || order->plain ? wish->reverse : order->keys.key[0].by.reverse;
    order->resort_down = wish->reverse != order->backward;
    for (size_t i = 0; i < order->keys.count; i++) {
        struct ordering *by = &order->keys.key[i].by;
        by->reverse ^= order->backward;
        order->collates |= !by_bytes && is_text(by);
        order->direct = order->keys.count == 1 && by_bytes && is_text(by) && !by->reverse &&
                        !by->fold && !by->dictionary && !by->printing;
    }
    return 0;
}

int order_compare(struct comparer *comparer, cupro_slice a, cupro_slice b, int *error)
{
    const struct order *order = comparer->a.order;
    int failure = 0;
    int result = order_compare_codes(comparer, a, b, &failure);
    if (result == 0 && order->collates && !failure)
        result = order_compare_collated(comparer, a, b, &failure);
    if (result == 0)
        result = order_resort(order, a, b);
    if (failure)
        *error = failure;
    return order->backward ? -result : result;
}

void order_close(struct order *order)
{
    rules_free(&order->rules);
    free(order->keys.key);
}
