/* SPDX-License-Identifier: MIT */
/* Quotation marks (see quote.h). */
#include "common/output/quote.h"

#include <cupro/error.h>

#include "common/diagnostics.h"

#include <errno.h>
#include <langinfo.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

/* Room for a text of which each byte may become up to `times` bytes. */
static char *room_for(const char *text, size_t times)
{
    static char *slots[2];
    static unsigned turn;
    char **slot = &slots[turn++ % 2];
    free(*slot);
    *slot = malloc(strlen(text) * times + 16);
    if (!*slot)
        fail_code(CUPRO_ENOMEM);
    return *slot;
}

/* How many bytes the printable character at `text` takes; 0: it cannot be printed. */
static size_t printable(const char *text, mbstate_t *state)
{
    wchar_t wide;
    const size_t length = mbrtowc(&wide, text, strlen(text), state);
    if (length == 0 || length == (size_t)-1 || length == (size_t)-2) {
        memset(state, 0, sizeof *state);
        return 0;
    }
    return iswprint((wint_t)wide) ? length : 0;
}

static const char *short_escape(char byte)
{
    static const char codes[] = "\aa\bb\ff\nn\rr\tt\vv";
    for (const char *code = codes; *code; code += 2) {
        if (*code == byte)
            return code + 1;
    }
    return NULL;
}

/* \n or \001 */
static char *write_escape(char *to, char byte)
{
    const char *letter = short_escape(byte);
    if (letter)
        return to + sprintf(to, "\\%c", *letter);
    return to + sprintf(to, "\\%03o", (unsigned)(unsigned char)byte);
}

const char *quote_text(const char *text)
{
    const bool curly = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    char *const quoted = room_for(text, 4);
    char *to = stpcpy(quoted, curly ? "\u2018" : "'");
    const char *closing = curly ? "\u2019" : "'";
    mbstate_t state = {0};
    while (*text) {
        const size_t length = printable(text, &state);
        const bool closes = strncmp(text, closing, strlen(closing)) == 0;
        if (*text == '\\' || closes)
            *to++ = '\\';
        if (length == 0)
            to = write_escape(to, *text++);
        for (size_t i = 0; i < length; i++)
            *to++ = *text++;
    }
    strcpy(to, closing);
    return quoted;
}

/* Does a shell read the name as it stands? */
static bool is_plain(const char *name)
{
    static const char special[] = " \t\n!\"$&'()*;<=>?[\\^`|";
    mbstate_t state = {0};
    if (*name == '\0' || *name == '#' || *name == '~')
        return false;
    if ((*name == '{' || *name == '}') && name[1] == '\0')
        return false;
    while (*name) {
        const size_t length = printable(name, &state);
        if (length == 0 || strchr(special, *name))
            return false;
        name += length;
    }
    return true;
}

/* "it's": double quotation marks do if there is nothing in it that means something inside them. */
static bool fits_double(const char *name)
{
    mbstate_t state = {0};
    bool single = false;
    while (*name) {
        const size_t length = printable(name, &state);
        if (length == 0 || strchr("\"$\\`!", *name))
            return false;
        single |= *name == '\'';
        name += length;
    }
    return single;
}

static const char *quote_for_shell(const char *name)
{
    char *const quoted = room_for(name, 12);
    if (fits_double(name)) {
        sprintf(quoted, "\"%s\"", name);
        return quoted;
    }
    char *to = stpcpy(quoted, "'");
    mbstate_t state = {0};
    bool escaping = false; /* inside of $'…' */
    while (*name) {
        const size_t length = printable(name, &state);
        if (length == 0) {
            to = stpcpy(to, escaping ? "" : "'$'");
            to = write_escape(to, *name++);
        } else {
            to = stpcpy(to, escaping ? "''" : "");
            if (*name == '\'')
                to = stpcpy(to, "'\\'");
            for (size_t i = 0; i < length; i++)
                *to++ = *name++;
        }
        escaping = length == 0;
    }
    strcpy(to, "'");
    return quoted;
}

const char *quote_name_always(const char *name)
{
    const int error = errno; /* is told beside the name */
    const char *quoted = quote_for_shell(name);
    errno = error;
    return quoted;
}

const char *quote_name(const char *name)
{
    const int error = errno;
    const bool plain = is_plain(name);
    errno = error;
    return plain ? name : quote_name_always(name);
}
