/* SPDX-License-Identifier: MIT */
/* What the calling thread is to cupro (see here.h). */
#include "runtime/engine/here.h"

_Thread_local struct cupro__here cupro__here = {.index = -1};

int cupro_thread_index(void)
{
    return cupro__here.index;
}
