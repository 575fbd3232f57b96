/* SPDX-License-Identifier: MIT */
/* Where the kernel refuses to place memory, or to tell where it lies, as in containers whose
 * seccomp filter forbids it: here one that the test puts on itself. */
#include "numa/nodes.h"
#include "run_tests.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#define REFUSE(number)                                   \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, 1), \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)

/* False: there are no filters here. */
static bool refuse(void)
{
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        REFUSE(SYS_mbind),
        REFUSE(SYS_set_mempolicy),
        REFUSE(SYS_move_pages),
        REFUSE(SYS_migrate_pages),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    bool works = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                 prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
    if (!works)
        printf("note: no seccomp filters here\n");
    return works;
}

/* Of every placement; each byte is zero, and can be written to. */
static void check_memory(cupro_pool *pool)
{
    const size_t bytes = 3u << 20;
    for (cupro_placement place = CUPRO_PLACE_DEFAULT; place <= CUPRO_PLACE_NODE; place++) {
        char *x;
        ck_assert_int_eq(cupro_alloc(&x, bytes, .place = place, .pool = pool), 0);
        ck_assert_int_eq(x[bytes - 1], 0);
        touch(x, bytes);
        ck_assert_int_eq(cupro_place(x, bytes, .place = place, .pool = pool, .migrate = true), 0);
        ck_assert_int_eq(cupro_free(x), 0);
    }
}

START_TEST(memory_is_plain_and_the_description_says_why)
{
    char text[8192];
    cupro_pool *pool;
    struct nodes nodes = read_nodes();
    if (!refuse())
        return;
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 3, .bind = CUPRO_BIND_SCATTER), 0);
    check_memory(pool);
    check_memory(NULL);
    ck_assert_int_gt(cupro_describe(pool, text, sizeof text), 0);
    const char *line = nodes.count > 1
                           ? "memory: not placed: the kernel refuses (Operation not permitted)\n"
                           : "memory: not placed: there is one NUMA node\n";
    ck_assert_msg(strstr(text, line) != NULL, "no \"%s\" in\n%s", line, text);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

START_TEST(where_pages_lie_is_then_unknown)
{
    static cupro_map map;
    char *x;
    const size_t pages = 700;
    if (!refuse())
        return;
    ck_assert_int_eq(cupro_alloc(&x, pages * page_size()), 0);
    touch(x, pages * page_size());
    ck_assert_int_eq(cupro_where(x, pages * page_size(), &map), 0);
    ck_assert_uint_eq(map.unknown, pages);
    ck_assert_uint_eq(map.absent, 0);
    ck_assert_int_eq(map.nodes, 0);
    ck_assert_int_eq(cupro_free(x), 0);
}
END_TEST

int main(void)
{
    return RUN_TESTS("numa refused", 1, memory_is_plain_and_the_description_says_why,
                     where_pages_lie_is_then_unknown);
}
