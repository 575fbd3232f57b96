/* SPDX-License-Identifier: MIT */
/* To be preloaded: an hwloc that says that it is 2.0. */
unsigned hwloc_get_api_version(void);

unsigned hwloc_get_api_version(void)
{
    return 0x00020000;
}
