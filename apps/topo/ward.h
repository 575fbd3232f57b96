/* SPDX-License-Identifier: MIT */
#ifndef APPS_TOPO_WARD_H
#define APPS_TOPO_WARD_H

/* From here on be a child of the program: what follows is done there, and ends with its exit
 * status. If it crashes, or takes minutes, the program says that `input` is damaged. */
void ward_enter(const char *input);

/* Keep stderr shut: hwloc, and the C library on the way down, print lines of their own. */
void ward_hush(void);
void ward_speak(void);

/* The dangerous part is over: it may take as long as it likes. */
void ward_leave(void);

#endif
