/* SPDX-License-Identifier: MIT */
/* Threads without signals (see side_thread.h). */
#include "common/side_thread.h"

#include <signal.h>

bool side_thread_start(pthread_t *thread, void *(*body)(void *), void *arg)
{
    sigset_t all, before;
    sigfillset(&all);
    /* The thread inherits the mask. */
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const int error = pthread_create(thread, NULL, body, arg);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return error == 0;
}
