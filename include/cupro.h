/* SPDX-License-Identifier: MIT */
/*
 * cupro: data-parallel work in C.
 *
 * The manual is these headers; read them in this order.
 *
 *   loop.h    cupro_for, chunks, rchunks, windows, records a body over ranges, on all threads
 *   fold.h    cupro_fold, cupro_fold_workers               many indexes, one result
 *   scan.h    cupro_scan_inclusive, exclusive, cupro_scan  what has been folded up to each place
 *   number.h  cupro_sum, cupro_argmin, cupro_equal …       arrays of numbers
 *   sort.h    cupro_sort, cupro_sort_descending            arrays of numbers, in order
 *   argsort.h cupro_argsort, cupro_rank                    in which order they would be
 *   sort_pairs.h  cupro_sort_pairs                         numbers, and another array with them
 *   key.h     CUPRO_KEY                                    what elements of yours are ordered by
 *   sort_by_key.h  cupro_sort_by_key                       elements of yours, in order
 *   order.h   CUPRO_ORDER; cupro_sort_by, merge_by …       elements of your own, in order
 *   sort_strings.h  cupro_sort_strings, sort_by_string  strings, and what has a string in it
 *   select.h  cupro_nth, cupro_top, cupro_bottom           a median, the greatest, the least
 *   unique.h  cupro_unique, unique_by, sort_unique         duplicates removed in place
 *   merge.h   cupro_merge                                  two sorted arrays become one
 *   group.h   cupro_count_by, group_by, reduce_by, distinct   what equal keys have in common
 *   sets.h    cupro_set_union, cupro_includes …            sorted arrays as sets
 *   bounds.h  cupro_lower_bound, cupro_upper_bound         where keys belong in a sorted array
 *   partition_by.h  cupro_partition_by                     elements of yours, in numbered classes
 *   join_by.h  cupro_join_by                               which elements have the same keys
 *   histogram.h  cupro_histogram, cupro_histogram_edges    how many numbers are in each bin
 *   arrays.h  cupro_fill, iota, reverse, rotate            whole arrays written, or turned around
 *   pack.h    cupro_pack, cupro_pack_index                 what flags say is to be kept
 *   zip.h     cupro_zip, cupro_unzip                       arrays of fields, an array of structs
 *   stage.h   CUPRO_MAP, CUPRO_FILTER, CUPRO_FLAT_MAP …    what happens to an element of yours
 *   chain.h   cupro_from; cupro_collect, reduce, count …   an array through stages
 *   range.h   cupro_from_range, cupro_tabulate             indexes through stages
 *   search.h  cupro_find_first, any, all …                 which element, or whether any
 *   runs.h    CUPRO_RELATION; cupro_chunk_by, runs_new     neighbours that belong together
 *   text.h    cupro_split, cupro_lines, cupro_tokens …     a text in pieces
 *   tally.h   cupro_tally_open, add, top, save …           how often each key was seen
 *   find_bytes.h  cupro_find_bytes, cupro_count_bytes …     a string in a text
 *   needles.h cupro_needles_new, cupro_needles_next        many strings in a text, all at once
 *   monoid.h  CUPRO_MONOID, cupro_plus_f64 …               how partial results become one
 *   shuffle.h cupro_shuffle, cupro_permutation             random orders
 *   pipeline.h  cupro_pipeline, cupro_pipeline_run         items that stream through stages
 *   task.h    cupro_join, cupro_scope_run, cupro_spawn     work that divides itself as it goes
 *   handle.h  cupro_task_start, cupro_task_wait …          tasks that outlive the call
 *   call.h    .threads .grain .pool .stop …                the optional arguments of every verb
 *   pool.h    cupro_pool_open, cupro_install, cupro_use …  threads of one's own, bound to CPUs
 *   machine.h cupro_machine_open, cupro_plan_open          what there is, where threads would go
 *   memory.h  cupro_alloc, cupro_place, cupro_where        memory on the right NUMA nodes
 *   profile.h cupro_profile_machine                        what was measured to suit a machine
 *   stop.h    cupro_stop, cupro_after                      stopping from outside, and deadlines
 *   failures.h  cupro_failures                             every failure, not only the first
 *   progress.h  cupro_progress                             how far an operation is
 *   error.h   CUPRO_EINVAL …                               what the calls return
 *
 * Conventions: ranges are half open, [lo, hi). Counts are size_t. Sizes are bytes. Every call
 * returns an int as error.h says, unless it says otherwise. Every call may be made from any thread,
 * inside bodies, and inside OpenMP regions and tasks. Results do not depend on the number of
 * threads.
 */
#ifndef CUPRO_H
#define CUPRO_H

#include <cupro/argsort.h>
#include <cupro/arrays.h>
#include <cupro/base.h>
#include <cupro/bounds.h>
#include <cupro/call.h>
#include <cupro/chain.h>
#include <cupro/counters.h>
#include <cupro/error.h>
#include <cupro/failures.h>
#include <cupro/find_bytes.h>
#include <cupro/fold.h>
#include <cupro/group.h>
#include <cupro/handle.h>
#include <cupro/histogram.h>
#include <cupro/join_by.h>
#include <cupro/key.h>
#include <cupro/loop.h>
#include <cupro/machine.h>
#include <cupro/memory.h>
#include <cupro/merge.h>
#include <cupro/monoid.h>
#include <cupro/needles.h>
#include <cupro/number.h>
#include <cupro/order.h>
#include <cupro/pack.h>
#include <cupro/partition_by.h>
#include <cupro/pipeline.h>
#include <cupro/pool.h>
#include <cupro/profile.h>
#include <cupro/progress.h>
#include <cupro/range.h>
#include <cupro/runs.h>
#include <cupro/scan.h>
#include <cupro/search.h>
#include <cupro/select.h>
#include <cupro/sets.h>
#include <cupro/shuffle.h>
#include <cupro/sort.h>
#include <cupro/sort_by_key.h>
#include <cupro/sort_pairs.h>
#include <cupro/sort_strings.h>
#include <cupro/stage.h>
#include <cupro/stop.h>
#include <cupro/tally.h>
#include <cupro/task.h>
#include <cupro/text.h>
#include <cupro/types.h>
#include <cupro/unique.h>
#include <cupro/zip.h>

#endif
