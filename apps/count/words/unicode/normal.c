/* SPDX-License-Identifier: MIT */
/*
 * Normal forms (see normal.h).
 *
 * A character that is no mark, no vowel or final of a Hangul syllable, and its own normal form,
 * composes with nothing before it and is not put in another order: text of such characters is in
 * the form. (Those that compose with what stands before them are all marks, or such parts of
 * Hangul.)
 */
#include "count/words/unicode/normal.h"
#include "count/words/unicode/utf8.h"

#include <cupro/error.h>

#include <unictype.h>
#include <unigbrk.h>
#include <uninorm.h>
#include <unistr.h>

#include <stdlib.h>

static uninorm_t form_of(enum normal_form form)
{
    return form == NORMAL_NFKC ? UNINORM_NFKC : UNINORM_NFC;
}

static void describe(const void *arg, uint32_t code, void *entry)
{
    const enum normal_form *form = arg;
    const int grapheme = uc_graphemeclusterbreak_property(code);
    ucs4_t room[32];
    size_t count = sizeof room / sizeof room[0];
    bool changing = uc_is_general_category_withtable(code, UC_CATEGORY_MASK_M) ||
                    grapheme == GBP_V || grapheme == GBP_T;
    if (!changing) {
        ucs4_t *made = u32_normalize(form_of(*form), &code, 1, room, &count);
        changing = !made || count != 1 || made[0] != code;
        if (made != room)
            free(made);
    }
    *(unsigned char *)entry = changing;
}

int normal_open(struct normal *normal, enum normal_form form)
{
    *normal = (struct normal){.form = form};
    if (form == NORMAL_AS_IT_IS)
        return 0;
    static const enum normal_form nfc = NORMAL_NFC, nfkc = NORMAL_NFKC;
    normal->changing = code_pages_new(1, describe, form == NORMAL_NFC ? &nfc : &nfkc);
    return normal->changing ? 0 : CUPRO_ENOMEM;
}

void normal_close(struct normal *normal)
{
    code_pages_free(normal->changing);
}

bool normal_is(const struct normal *normal, const unsigned char *text, size_t length)
{
    for (size_t i = 0, read; i < length; i += read) {
        uint32_t code;
        read = utf8_read(text + i, length - i, &code);
        if (read > 1 && code_pages_byte(normal->changing, code))
            return false;
        read += read == 0;
    }
    return true;
}

/* The same for valid UTF-8. */
static int append_valid(enum normal_form form, const unsigned char *text, size_t length,
                        struct buffer *to, size_t *used)
{
    /* If it does not fit the room, the library allocates. */
    int error = buffer_reserve(to, *used + 2 * length);
    if (error)
        return error;
    size_t got = to->room - *used;
    uint8_t *made = u8_normalize(form_of(form), text, length, to->bytes + *used, &got);
    if (!made)
        return CUPRO_ENOMEM;
    if (made != to->bytes + *used) {
        error = buffer_reserve(to, *used + got);
        if (!error)
            memcpy(to->bytes + *used, made, got);
        free(made);
    }
    *used += got;
    return error;
}

int normal_append(const struct normal *normal, const unsigned char *text, size_t length,
                  struct buffer *to, size_t *used)
{
    int error = 0;
    while (length > 0 && !error) {
        const unsigned char *bad = u8_check(text, length);
        const size_t valid = bad ? (size_t)(bad - text) : length;
        if (valid > 0)
            error = append_valid(normal->form, text, valid, to, used);
        if (bad && !error) {
            error = buffer_reserve(to, *used + 1);
            if (!error)
                to->bytes[(*used)++] = *bad;
        }
        text += valid + (bad != NULL);
        length -= valid + (bad != NULL);
    }
    return error;
}
