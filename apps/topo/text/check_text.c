/* SPDX-License-Identifier: MIT */
/* Where the kernel and the plan differ (see check_text.h). */
#include "topo/text/check_text.h"
#include "topo/text/labels.h"
#include "topo/text/number_list.h"

/* Of threads that are not where they should be. */
#define MOST_LINES 20

static void say_difference(struct draft *page, const cupro_plan *plan,
                           const struct plan_check *check, int thread)
{
    const struct kernel_word *word = &check->thread[thread];
    draft_text(page, "  thread ");
    draft_number(page, (uint64_t)thread, 0);
    draft_text(page, ": planned ");
    if (thread >= plan->threads)
        draft_text(page, "nowhere");
    else if (plan->place[thread].cpus == 0)
        draft_text(page, "on all that is usable");
    else
        draft_numbers(page, plan->place[thread].cpu, plan->place[thread].cpus, 40);
    draft_text(page, ", the kernel says ");
    draft_numbers(page, word->cpu, word->cpus, 40);
    draft_byte(page, '\n');
}

void draft_check(struct draft *page, const cupro_plan *plan, const struct plan_check *check,
                 bool full)
{
    int wrong = 0;
    draft_text(page, "\ncheck      ");
    if (check->same) {
        draft_text(page, "the kernel has ");
        draft_text(page, check->threads > 1 ? "all " : "the ");
        draft_count_of(page, (size_t)check->threads, "thread");
        draft_text(page, " of a live pool where the plan has them\n");
        return;
    }
    draft_text(page, "plan and kernel differ\n");
    if (check->threads != plan->threads) {
        draft_text(page, "  the pool has ");
        draft_count_of(page, (size_t)check->threads, "thread");
        draft_text(page, ", the plan ");
        draft_number(page, (uint64_t)plan->threads, 0);
        draft_byte(page, '\n');
    }
    for (int t = 0; t < check->threads; t++) {
        if (check->thread[t].same)
            continue;
        if (full || wrong < MOST_LINES)
            say_difference(page, plan, check, t);
        wrong++;
    }
    if (wrong > MOST_LINES && !full) {
        draft_text(page, "  and ");
        draft_number(page, (uint64_t)(wrong - MOST_LINES), 0);
        draft_text(page, " more, which --full shows\n");
    }
}
