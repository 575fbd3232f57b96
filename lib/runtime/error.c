/* SPDX-License-Identifier: MIT */
/* Names and texts of the error codes, from the one list in error.h. */
#include <cupro/error.h>

const char *cupro_errname(int code)
{
    switch (code) {
#define CUPRO__NAME(name, value, text) \
    case CUPRO_##name:                 \
        return "CUPRO_" #name;
        CUPRO_ERRORS(CUPRO__NAME)
#undef CUPRO__NAME
    case 0:
        return "0";
    default:
        return code > 0 ? "user" : "unknown";
    }
}

const char *cupro_strerror(int code)
{
    switch (code) {
#define CUPRO__TEXT(name, value, text) \
    case CUPRO_##name:                 \
        return text;
        CUPRO_ERRORS(CUPRO__TEXT)
#undef CUPRO__TEXT
    case 0:
        return "success";
    default:
        return code > 0 ? "a code of the caller's own" : "unknown error";
    }
}
