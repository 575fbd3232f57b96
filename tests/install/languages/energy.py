# SPDX-License-Identifier: MIT
"""From Python, by ctypes: the functions behind the macros. Arrays of NumPy go in as
array.ctypes.data. A body in Python runs on one thread at a time, as all of Python does."""
import ctypes as c
import sys

cupro = c.CDLL("libcupro.so.0")
cupro.cupro_strerror.restype = c.c_char_p
body_type = c.CFUNCTYPE(c.c_int, c.c_size_t, c.c_size_t, c.c_void_p)


def check(error):
    if error != 0:
        sys.exit(cupro.cupro_strerror(error).decode())


n = 100000
speed = (c.c_double * n)(*[3] * n)
energy = (c.c_double * n)()


@body_type
def find_energy(lo, hi, ctx):
    for i in range(lo, hi):
        energy[i] = 0.5 * 2 * speed[i] ** 2
    return 0


check(cupro.cupro_for_with(c.c_size_t(n), find_energy, None))
total = c.c_double()
check(cupro.cupro_sum_f64(energy, c.c_size_t(n), c.byref(total), None))
print("energy", total.value)
sys.exit(total.value != 900000)
