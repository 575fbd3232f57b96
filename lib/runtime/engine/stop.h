/* SPDX-License-Identifier: MIT */
#ifndef CUPRO__STOP_H
#define CUPRO__STOP_H

#include <cupro/stop.h>

/* What an operation returns that sees this token (NULL: none): 0 to go on, CUPRO_ESTOPPED or
 * CUPRO_ETIMEDOUT. */
int cupro__stop_code(const cupro_stop *stop);

#endif
