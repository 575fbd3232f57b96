/* SPDX-License-Identifier: MIT */
/* Quotation marks in messages, as GNU programs set them. The results stay until the call after the
 * next; main thread. */
#ifndef APPS_QUOTE_H
#define APPS_QUOTE_H

/* 'text', or ‘text’ where the locale is UTF-8; what cannot be printed escaped as in C. */
const char *quote_text(const char *text);

/* A file's name as a shell would read it, and with quotation marks only if it needs them. */
const char *quote_name(const char *name);

/* The same, always with quotation marks. */
const char *quote_name_always(const char *name);

#endif
