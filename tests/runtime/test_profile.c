/* SPDX-License-Identifier: MIT */
/* Profiles: which texts and files are taken, what else is said of them, and what they change. The
 * process has one profile, and each test is a process of its own. */
#include "dice.h"
#include "run_tests.h"

#include "runtime/limits/profile.h"

#include <cupro.h>
#include <cupro/profile.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char home[] = "one machine, 2 PUs";
static char folder[] = "/tmp/cupro-profile-XXXXXX";
static char file[64];

static void begin(void)
{
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(file, sizeof file, "%s/profile", folder);
}

static void end(void)
{
    remove(file);
    ck_assert_int_eq(remove(folder), 0);
}

__attribute__((format(printf, 1, 2))) static void put(const char *format, ...)
{
    va_list arguments;
    FILE *stream = fopen(file, "w");
    ck_assert_ptr_nonnull(stream);
    va_start(arguments, format);
    vfprintf(stream, format, arguments);
    va_end(arguments);
    ck_assert_int_eq(fclose(stream), 0);
}

static const char *this_machine(void)
{
    static char text[256];
    int length = cupro_profile_machine(text, sizeof text);
    ck_assert_int_gt(length, 0);
    ck_assert_int_lt(length, (int)sizeof text);
    return text;
}

/* -- Texts --------------------------------------------------------------------------------------
 */

static void parse(struct cupro__profile *profile, const char *bytes, size_t length)
{
    char *text = malloc(length + 1); /* exactly so much, for AddressSanitizer */
    ck_assert_ptr_nonnull(text);
    memcpy(text, bytes, length);
    *profile = (struct cupro__profile){.path = "here"};
    cupro__profile_parse(profile, text, length, home);
    free(text);
    ck_assert_str_eq(profile->path, "here");
    ck_assert_uint_lt(strlen(profile->fault), sizeof profile->fault);
}

static bool changes_nothing(const struct cupro__profile *profile)
{
    return profile->threads == 0 && profile->bind == CUPRO_BIND_DEFAULT &&
           profile->chunk_ns == 2000 && profile->inline_ns == 20000 && !profile->has_chunk_ns &&
           !profile->has_inline_ns && !profile->is_there;
}

static void expect_fault(const char *text, size_t length, const char *fault)
{
    struct cupro__profile profile;
    parse(&profile, text, length);
    ck_assert_msg(changes_nothing(&profile), "a value of '%s' counts", text);
    ck_assert_str_eq(profile.fault, fault);
}

#define MACHINE "machine = one machine, 2 PUs\n"

START_TEST(all_that_a_profile_says_is_taken)
{
    static const char text[] =
        "# caf\xc3\xa9\r\n\n" MACHINE
        "threads=7\n\t bind =\tscatter \r\nchunk_ns = 100\n  # \ninline_ns = 0\n";
    struct cupro__profile profile;
    parse(&profile, text, strlen(text));
    ck_assert_str_eq(profile.fault, "");
    ck_assert(profile.is_there);
    ck_assert_int_eq(profile.threads, 7);
    ck_assert_int_eq((int)profile.bind, CUPRO_BIND_SCATTER);
    ck_assert(profile.has_chunk_ns && profile.chunk_ns == 100);
    ck_assert(profile.has_inline_ns && profile.inline_ns == 0);

    parse(&profile, MACHINE, strlen(MACHINE));
    ck_assert(profile.is_there);
    profile.is_there = false;
    ck_assert(changes_nothing(&profile));
}
END_TEST

START_TEST(what_is_wrong_is_said_and_nothing_counts)
{
    static const struct {
        const char *text, *fault;
    } wrong[] = {
        {"", "no machine is named"},
        {"# nothing\n", "no machine is named"},
        {"threads = 4\n", "no machine is named"},
        {MACHINE "threads = 4", "its last line is cut off"},
        {"machine = another, 4 PUs\n", "line 1: for another machine: another, 4 PUs"},
        {"threads = 2\nmachine =\n", "line 2: for another machine: "},
        {MACHINE "threads = 0\n", "line 2: threads is not a number from 1 to 65536"},
        {MACHINE "threads = 65537\n", "line 2: threads is not a number from 1 to 65536"},
        {MACHINE "threads = +4\n", "line 2: threads is not a number from 1 to 65536"},
        {MACHINE "threads = 4 # all\n", "line 2: threads is not a number from 1 to 65536"},
        {MACHINE "threads =\n", "line 2: threads is not a number from 1 to 65536"},
        {MACHINE "threads = 99999999999999999999\n",
         "line 2: threads is not a number from 1 to 65536"},
        {MACHINE "bind = list\n", "line 2: bind is not none, compact, scatter, core or numa"},
        {MACHINE "bind = default\n", "line 2: bind is not none, compact, scatter, core or numa"},
        {MACHINE "chunk_ns = 99\n", "line 2: chunk_ns is not a number from 100 to 10000000"},
        {MACHINE "chunk_ns = 1e4\n", "line 2: chunk_ns is not a number from 100 to 10000000"},
        {MACHINE "inline_ns = -1\n", "line 2: inline_ns is not a number from 0 to 100000000"},
        {MACHINE "threads = 4\nthreads = 4\n", "line 3: threads once more"},
        {MACHINE MACHINE, "line 2: machine once more"},
        {MACHINE "thread = 4\n", "line 2: no key is called 'thread'"},
        {MACHINE "\n= 4\n", "line 3: no key is called ''"},
        {MACHINE "threads 4\n", "line 2: not `key = value`"},
        {MACHINE "bind = c\xc3\xb4re\n", "line 2: not `key = value`"},
        {MACHINE "bind = \033[31m\n", "line 2: not `key = value`"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        expect_fault(wrong[i].text, strlen(wrong[i].text), wrong[i].fault);
    expect_fault(MACHINE "\0\n", strlen(MACHINE) + 2, "binary data");
}
END_TEST

/* A profile that is partly applied would look like neither of these. */
static void expect_all_or_nothing(const char *text, size_t length)
{
    struct cupro__profile profile;
    parse(&profile, text, length);
    bool fault = *profile.fault != '\0';
    ck_assert_msg(fault != profile.is_there, "neither taken nor refused: %.*s", (int)length, text);
    ck_assert(!fault || changes_nothing(&profile));
}

START_TEST(mutations_are_taken_as_a_whole_or_not_at_all)
{
    static const char valid[] = "# by cupro-tune\n" MACHINE
                                "threads = 12\nbind = core\nchunk_ns = 4000\ninline_ns = 15000\n";
    static const char likely[] = "\n\n=#0129 \t\r\xff";
    struct dice dice = dice_for(_i);
    for (int i = 0; i < 4000; i++) {
        char text[2 * sizeof valid];
        size_t length = sizeof valid - 1;
        memcpy(text, valid, length);
        for (size_t changes = 1 + dice_below(&dice, 3); changes-- > 0 && length > 1;) {
            size_t at = dice_below(&dice, length), from = dice_below(&dice, length);
            size_t many = 1 + dice_below(&dice, length - (at > from ? at : from));
            if (dice_once_in(&dice, 3))
                text[at] = (char)dice_bits(&dice);
            else if (dice_once_in(&dice, 2))
                text[at] = likely[dice_below(&dice, sizeof likely)];
            else if (dice_once_in(&dice, 2))
                memmove(text + at, text + from, many);
            else
                length = at;
        }
        expect_all_or_nothing(text, length);
    }
}
END_TEST

/* -- Files --------------------------------------------------------------------------------------
 */

static void expect_file(const char *path, const char *fault)
{
    struct cupro__profile profile;
    cupro__profile_read(&profile, path);
    ck_assert_str_eq(profile.path, path);
    ck_assert_msg(strstr(profile.fault, fault) != NULL, "%s: %s", path, profile.fault);
    ck_assert(changes_nothing(&profile));
}

START_TEST(what_is_no_file_of_that_kind_is_not_read)
{
    expect_file(file, "No such file");
    expect_file(folder, "not a regular file");
    expect_file("/dev/zero", "not a regular file");
    ck_assert_int_eq(mkfifo(file, 0600), 0);
    expect_file(file, "not a regular file"); /* and nobody waits for a writer */
    remove(file);
    ck_assert_int_eq(symlink(file, file), 0);
    expect_file(file, "symbolic links");
    remove(file);
    put("%s", "");
    expect_file(file, "no machine is named");
    ck_assert_int_eq(truncate(file, CUPRO__PROFILE_MOST_BYTES), 0);
    expect_file(file, "binary data");
    ck_assert_int_eq(truncate(file, (off_t)1 << 40), 0);
    expect_file(file, "too large");
    if (geteuid() != 0) {
        ck_assert_int_eq(chmod(file, 0), 0);
        expect_file(file, "Permission denied");
    }
}
END_TEST

/* -- What they change ---------------------------------------------------------------------------
 */

static void expect_text(cupro_pool *pool, const char *format, ...)
{
    char text[4096], part[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(part, sizeof part, format, arguments);
    va_end(arguments);
    ck_assert_int_gt(cupro_describe(pool, text, sizeof text), 0);
    ck_assert_msg(strstr(text, part) != NULL, "no \"%s\" in\n%s", part, text);
}

static void forget_environment(void)
{
    unsetenv("CUPRO_NUM_THREADS");
    unsetenv("OMP_NUM_THREADS");
    unsetenv("CUPRO_BIND");
    setenv("CUPRO_PROFILE", file, 1);
}

START_TEST(a_profile_counts_where_nobody_else_says_anything)
{
    cupro_pool *pool;
    forget_environment();
    put("machine = %s\nthreads = 1\nbind = compact\nchunk_ns = 5000\n", this_machine());
    ck_assert_int_eq(cupro_threads(NULL), 1);
    expect_text(NULL, "profile: %s\n", file);
    expect_text(NULL, "grain: chunks of 5 us or more (the profile); work of less than 20 us stays "
                      "here (usual)\n");
    ck_assert_int_eq(cupro_pool_open(&pool, .name = "usual"), 0);
    ck_assert_int_eq(cupro_threads(pool), 1);
    expect_text(pool, "bind: compact (the profile)\n");
    ck_assert_int_eq(cupro_pool_close(pool), 0);

    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 3, .bind = CUPRO_BIND_NONE), 0);
    ck_assert_int_eq(cupro_threads(pool), 3);
    expect_text(pool, "bind: none (asked for)\n");
    ck_assert_int_eq(cupro_pool_close(pool), 0);

    setenv("CUPRO_BIND", "scatter", 1);
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 1), 0);
    expect_text(pool, "bind: scatter (CUPRO_BIND)\n");
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

START_TEST(the_environment_says_more_than_a_profile)
{
    forget_environment();
    put("machine = %s\nthreads = 1\n", this_machine());
    setenv("CUPRO_NUM_THREADS", "3", 1);
    ck_assert_int_eq(cupro_threads(NULL), 3);
    expect_text(NULL, "threads: 3 (CUPRO_NUM_THREADS)\n");
}
END_TEST

/* The number of threads without a profile is only known to a process that has none. */
START_TEST(a_profile_gives_no_more_threads_than_there_are)
{
    forget_environment();
    put("machine = %s\nthreads = 65536\n", this_machine());
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    ck_assert_int_le(cupro_threads(NULL), (int)processors);
    expect_text(NULL, "profile: %s\n", file);
}
END_TEST

START_TEST(why_a_profile_is_ignored_is_told)
{
    forget_environment();
    put("machine = %s\nthreads = 1\nbinding = core\n", this_machine());
    expect_text(NULL, "profile: ignored: %s: line 3: no key is called 'binding'\n", file);
    expect_text(NULL, "chunks of 2 us or more (usual)");
}
END_TEST

/* A chunk time that is longer makes fewer chunks of the same work. */
static int spin(size_t lo, size_t hi, void *calls)
{
    volatile double x = 0;
    for (size_t i = lo; i < hi; i++)
        for (int k = 0; k < 100; k++)
            x = x + 1;
    __atomic_fetch_add((size_t *)calls, 1, __ATOMIC_RELAXED);
    return 0;
}

START_TEST(work_that_is_short_for_the_profile_stays_on_the_caller)
{
    cupro_pool *pool;
    forget_environment();
    put("machine = %s\nchunk_ns = 10000000\ninline_ns = 100000000\n", this_machine());
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 2), 0);
    size_t least = SIZE_MAX; /* of several, as the first units may be timed while others run */
    for (int i = 0; i < 10; i++) {
        size_t calls = 0;
        ck_assert_int_eq(cupro_for(20000, spin, &calls, .pool = pool), 0);
        least = calls < least ? calls : least;
    }
    ck_assert_uint_lt(least, 64); /* without a profile 256 or more */
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

/* -- Where they are looked for ------------------------------------------------------------------
 */

START_TEST(the_folder_of_settings_may_have_one)
{
    char path[128];
    forget_environment();
    unsetenv("CUPRO_PROFILE");
    setenv("XDG_CONFIG_HOME", folder, 1);
    snprintf(path, sizeof path, "%s/cupro", folder);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    put("machine = %s\nthreads = 1\n", this_machine());
    strcat(path, "/profile");
    ck_assert_int_eq(rename(file, path), 0);
    expect_text(NULL, "profile: %s\n", path);
    ck_assert_int_eq(cupro_threads(NULL), 1);
    remove(path);
    *strrchr(path, '/') = '\0';
    remove(path);
}
END_TEST

START_TEST(there_need_not_be_one)
{
    static const char *const names[] = {"", "none", NULL};
    forget_environment();
    setenv("XDG_CONFIG_HOME", _i < 3 ? folder : "relative", 1);
    setenv("HOME", folder, 1);
    if (_i < 2)
        setenv("CUPRO_PROFILE", names[_i], 1);
    else
        unsetenv("CUPRO_PROFILE");
    expect_text(NULL, "profile: none\n");
}
END_TEST

START_TEST(a_machine_is_always_called_the_same)
{
    char text[256], part[16];
    const char *whole = this_machine();
    ck_assert_int_eq(cupro_profile_machine(text, sizeof text), (int)strlen(whole));
    ck_assert_str_eq(text, whole);
    ck_assert_int_eq(cupro_profile_machine(NULL, 0), (int)strlen(whole));
    ck_assert_int_eq(cupro_profile_machine(NULL, 1), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_profile_machine(part, sizeof part), (int)strlen(whole));
    ck_assert_uint_eq(strlen(part), sizeof part - 1);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS_BETWEEN(
        "profile", begin, end, 4, all_that_a_profile_says_is_taken,
        what_is_wrong_is_said_and_nothing_counts, mutations_are_taken_as_a_whole_or_not_at_all,
        what_is_no_file_of_that_kind_is_not_read, a_profile_counts_where_nobody_else_says_anything,
        the_environment_says_more_than_a_profile, a_profile_gives_no_more_threads_than_there_are,
        why_a_profile_is_ignored_is_told, work_that_is_short_for_the_profile_stays_on_the_caller,
        the_folder_of_settings_may_have_one, there_need_not_be_one,
        a_machine_is_always_called_the_same);
}
