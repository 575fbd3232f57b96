/* SPDX-License-Identifier: MIT */
/* CPU quotas, in made-up file systems. */
#include "made_folder.h"
#include "run_tests.h"

#include "runtime/limits/quota.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void put_v1(const char *folder, const char *quota, const char *period)
{
    char name[4096];
    snprintf(name, sizeof name, "%s/cpu.cfs_quota_us", folder);
    made_folder_put(name, quota);
    snprintf(name, sizeof name, "%s/cpu.cfs_period_us", folder);
    made_folder_put(name, period);
}

#define MOUNT_V2 \
    "30 23 0:26 / /sys/fs/cgroup rw,relatime shared:4 - cgroup2 cgroup2 rw,nsdelegate\n"
#define MOUNT_V1 "32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct\n"

static void processes(const char *cgroup, const char *mountinfo)
{
    made_folder_put("/proc/self/cgroup", cgroup);
    made_folder_put("/proc/self/mountinfo", mountinfo);
}

/* `source` is below made_folder; NULL: none. */
static void expect(double cpus, const char *source)
{
    struct cupro__quota quota;
    char file[4096] = "";
    if (source != NULL)
        snprintf(file, sizeof file, "%s%s", made_folder, source);
    memset(&quota, 0xff, sizeof quota);
    cupro__quota(made_folder, &quota);
    ck_assert_double_eq_tol(quota.cpus, cpus, 1e-9);
    ck_assert_str_eq(quota.source, file);
}

START_TEST(test_v2_takes_the_tightest_of_all_parents)
{
    processes("0::/a/b/c\n", MOUNT_V2);
    expect(0, NULL);
    made_folder_put("/sys/fs/cgroup/a/b/c/cpu.max", "max 100000\n");
    expect(0, NULL);
    made_folder_put("/sys/fs/cgroup/a/cpu.max", "350000 100000\n");
    expect(3.5, "/sys/fs/cgroup/a/cpu.max");
    made_folder_put("/sys/fs/cgroup/a/b/cpu.max", "800000 100000\n");
    expect(3.5, "/sys/fs/cgroup/a/cpu.max");
    made_folder_put("/sys/fs/cgroup/a/b/c/cpu.max", "20000 50000\n");
    expect(0.4, "/sys/fs/cgroup/a/b/c/cpu.max");
    made_folder_put("/sys/fs/cgroup/cpu.max", "10000 100000\n");
    expect(0.1, "/sys/fs/cgroup/cpu.max");
    made_folder_put("/sys/fs/cgroup/a/b/c/d/cpu.max", "1000 100000\n");
    made_folder_put("/sys/fs/cgroup/a/x/cpu.max", "1000 100000\n");
    made_folder_put("/sys/fs/cpu.max", "1000 100000\n");
    expect(0.1, "/sys/fs/cgroup/cpu.max");
}
END_TEST

START_TEST(test_v1_takes_the_tightest_of_all_parents)
{
    processes("9:cpuset:/other\n4:cpu,cpuacct:/a/b\n0::/\n",
              "33 31 0:30 / /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset\n" MOUNT_V1);
    put_v1("/sys/fs/cgroup/cpu/a/b", "-1\n", "100000\n");
    put_v1("/sys/fs/cgroup/cpu/other", "1000\n", "100000\n");
    put_v1("/sys/fs/cgroup/cpuset/a/b", "1000\n", "100000\n");
    expect(0, NULL);
    made_folder_put("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "1000\n"); /* and no period */
    expect(0, NULL);
    put_v1("/sys/fs/cgroup/cpu/a", "150000\n", "100000\n");
    expect(1.5, "/sys/fs/cgroup/cpu/a/cpu.cfs_quota_us");
    put_v1("/sys/fs/cgroup/cpu/a/b", "50000\n", "50000\n");
    expect(1, "/sys/fs/cgroup/cpu/a/b/cpu.cfs_quota_us");
}
END_TEST

START_TEST(test_hybrid_looks_at_both_hierarchies)
{
    processes("3:name=systemd:/s\n2:cpuacct,cpu:/old\n0::/new\n",
              "31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755\n" MOUNT_V1
              "41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n");
    put_v1("/sys/fs/cgroup/cpu/old", "400000\n", "100000\n");
    expect(4, "/sys/fs/cgroup/cpu/old/cpu.cfs_quota_us");
    made_folder_put("/sys/fs/cgroup/unified/new/cpu.max", "300000 100000\n");
    expect(3, "/sys/fs/cgroup/unified/new/cpu.max");
    put_v1("/sys/fs/cgroup/cpu/old", "200000\n", "100000\n");
    expect(2, "/sys/fs/cgroup/cpu/old/cpu.cfs_quota_us");
}
END_TEST

/* A container without a cgroup namespace: the path is the host's, the mount begins further down. */
START_TEST(test_container_mounts_begin_at_their_root)
{
    processes("4:cpu:/docker/abc/inner\n0::/docker/abc\n",
              "32 31 0:29 /docker/abc /sys/fs/cgroup/cpu ro - cgroup cgroup rw,cpu\n"
              "41 31 0:38 /docker/abc /sys/fs/cgroup/unified ro - cgroup2 cgroup2 rw\n");
    put_v1("/sys/fs/cgroup/cpu", "250000\n", "100000\n");
    expect(2.5, "/sys/fs/cgroup/cpu/cpu.cfs_quota_us");
    put_v1("/sys/fs/cgroup/cpu/inner", "150000\n", "100000\n");
    expect(1.5, "/sys/fs/cgroup/cpu/inner/cpu.cfs_quota_us");
    made_folder_put("/sys/fs/cgroup/unified/cpu.max", "100000 100000\n");
    expect(1, "/sys/fs/cgroup/unified/cpu.max");
}
END_TEST

START_TEST(test_mounts_of_other_cgroups_say_nothing)
{
    made_folder_put("/m/cpu.max", "100000 100000\n");
    made_folder_put("/mc/cpu.max", "1000 100000\n");
    processes("0::/docker/abc\n", "41 31 0:38 /docker/ab /m ro - cgroup2 cgroup2 rw\n");
    expect(0, NULL);
    processes("0::/docker/abc\n", "41 31 0:38 /docker/abcd /m ro - cgroup2 cgroup2 rw\n");
    expect(0, NULL);
    processes("0::/docker/abc\n", "41 31 0:38 /docker/abc/child /m ro - cgroup2 cgroup2 rw\n");
    expect(0, NULL);
    processes("0::/docker/abc\n", "41 31 0:38 /docker /m ro - cgroup2 cgroup2 rw\n");
    expect(1, "/m/cpu.max");
}
END_TEST

START_TEST(test_cgroup_namespaces)
{
    made_folder_put("/m/cpu.max", "100000 100000\n");
    made_folder_put("/cpu.max", "1000 100000\n");
    made_folder_put("/m/b/cpu.max", "50000 100000\n");
    /* A namespace with a mount of its own. */
    processes("0::/\n", "41 31 0:38 / /m ro - cgroup2 cgroup2 rw\n");
    expect(1, "/m/cpu.max");
    /* unshare without mounting anew: the mount begins above the namespace, at a known distance. */
    processes("0::/\n", "41 31 0:38 /../../.. /m ro - cgroup2 cgroup2 rw\n");
    expect(1, "/m/cpu.max");
    processes("0::/b\n", "41 31 0:38 /.. /m ro - cgroup2 cgroup2 rw\n");
    expect(1, "/m/cpu.max");
    /* Moved out of its namespace, and the mount is as high up. */
    processes("0::/../b\n", "41 31 0:38 /.. /m ro - cgroup2 cgroup2 rw\n");
    expect(0.5, "/m/b/cpu.max");
    /* The mount is below, or beside. */
    processes("0::/../b\n", "41 31 0:38 / /m ro - cgroup2 cgroup2 rw\n");
    expect(0, NULL);
    processes("0::/../..\n", "41 31 0:38 /.. /m ro - cgroup2 cgroup2 rw\n");
    expect(0, NULL);
    processes("0::/..a\n", "41 31 0:38 / /m ro - cgroup2 cgroup2 rw\n");
    made_folder_put("/m/..a/cpu.max", "20000 100000\n");
    expect(0.2, "/m/..a/cpu.max");
}
END_TEST

START_TEST(test_escapes_and_odd_names)
{
    processes("0::/a b:c/x (deleted)\n",
              "41 31 0:38 / /my\\040mount\\134\\011 ro master:1 propagate_from:2 - cgroup2 - rw\n");
    made_folder_put("/my mount\\\t/a b:c/cpu.max", "70000 100000\n");
    expect(0.7, "/my mount\\\t/a b:c/cpu.max");
    processes("0::/docker - x/y\n",
              "41 31 0:38 /docker\\040-\\040x /m ro shared:1 - cgroup2 cgroup2 rw\n");
    made_folder_put("/m/y/cpu.max", "60000 100000\n");
    expect(0.6, "/m/y/cpu.max");
}
END_TEST

START_TEST(test_lines_may_be_long)
{
    enum { LONG = 300000 };
    char *mounts = calloc(1, LONG + 1000);
    strcpy(mounts, "40 31 0:37 / /merged rw - overlay overlay rw,lowerdir=");
    memset(mounts + strlen(mounts), 'x', LONG);
    strcat(mounts, "\n" MOUNT_V2);
    processes("0::/a\n", mounts);
    made_folder_put("/sys/fs/cgroup/a/cpu.max", "100000 100000\n");
    expect(1, "/sys/fs/cgroup/a/cpu.max");
    free(mounts);

    char folder[800] = "/sys/fs/cgroup", cgroup[900];
    for (int i = 0; i < 4; i++) {
        strcat(folder, "/");
        memset(folder + strlen(folder), 'a' + i, 150);
    }
    snprintf(cgroup, sizeof cgroup, "0::%s\n", folder + strlen("/sys/fs/cgroup"));
    processes(cgroup, MOUNT_V2);
    strcat(folder, "/cpu.max");
    made_folder_put(folder, "50000 100000\n");
    struct cupro__quota quota;
    cupro__quota(made_folder, &quota);
    ck_assert_double_eq_tol(quota.cpus, 0.5, 1e-9);
    ck_assert_uint_eq(strlen(quota.source), sizeof quota.source - 1);
}
END_TEST

START_TEST(test_garbage_is_no_limit)
{
    static const char *const limits[] = {"",
                                         "\n",
                                         "max",
                                         "max max\n",
                                         "100000\n",
                                         "-1 100000\n",
                                         "0 100000\n",
                                         "1000 0\n",
                                         "1000 -5\n",
                                         "nan 1",
                                         "inf 100000\n",
                                         "a b c\n",
                                         "100000,100000\n",
                                         "99999999999999999999999999999 1\n",
                                         "999999999999999999 1\n"};
    expect(0, NULL); /* no files at all */
    processes("0::/a\n", MOUNT_V2);
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        made_folder_put("/sys/fs/cgroup/a/cpu.max", limits[i]);
        expect(0, NULL);
    }
    made_folder_put("/sys/fs/cgroup/cpu.max/is a folder", "");
    expect(0, NULL);

    static const char *const text[] = {"",
                                       "\n",
                                       "0",
                                       "0:",
                                       "0::",
                                       "0:::\n",
                                       ":::::\n",
                                       "0::a\n",
                                       "0::/\n",
                                       "4:cpu\n",
                                       "4:cpu:/a\n",
                                       "- - - - - - - - - -\n",
                                       "41 31 0:38 / /sys/fs/cgroup ro - cgroup2\n",
                                       "41 31 0:38 / /m",
                                       "41 31 0:38 / /m ro - cgroup2 x \n",
                                       "41 31 0:38 \\ \\0 ro - cgroup2 x rw\n",
                                       "41 31 0:38 / \\777\\000 ro - cgroup x cpu\n",
                                       "     - cgroup2 x rw\n"};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++)
        for (size_t j = 0; j < sizeof text / sizeof *text; j++) {
            processes(text[i], text[j]);
            expect(0, NULL);
        }
}
END_TEST

START_TEST(test_this_system_can_be_asked)
{
    struct cupro__quota quota;
    cupro__quota("", &quota);
    ck_assert(quota.cpus >= 0);
    ck_assert((quota.cpus > 0) == (quota.source[0] == '/'));
}
END_TEST

int main(void)
{
    return RUN_TESTS_BETWEEN(
        "quota", made_folder_begin, made_folder_end, 1, test_v2_takes_the_tightest_of_all_parents,
        test_v1_takes_the_tightest_of_all_parents, test_hybrid_looks_at_both_hierarchies,
        test_container_mounts_begin_at_their_root, test_mounts_of_other_cgroups_say_nothing,
        test_cgroup_namespaces, test_escapes_and_odd_names, test_lines_may_be_long,
        test_garbage_is_no_limit, test_this_system_can_be_asked);
}
