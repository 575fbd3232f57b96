/* SPDX-License-Identifier: MIT */
/* What the library does around fork(). */
#ifndef CUPRO__FORK_H
#define CUPRO__FORK_H

/* No fork between these two: for whoever starts or ends threads, or changes which pools there are.
 */
void cupro__fork_forbid(void);
void cupro__fork_allow(void);

/* From now on call `in_child` in every child, once however often it is told. For modules with state
 * that the threads which are gone may have left halfway. */
void cupro__fork_tell(void (*in_child)(void));

#endif
