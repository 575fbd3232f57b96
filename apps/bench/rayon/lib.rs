// SPDX-License-Identifier: MIT
//! Rayon's side of the benchmark, for C. The number of threads is RAYON_NUM_THREADS.
//!
//! Pointers are to `n` elements that nobody else writes during the call.
#![deny(warnings)]

use rayon::prelude::*;
use std::slice::{from_raw_parts, from_raw_parts_mut};
use std::sync::Mutex;

#[no_mangle]
pub unsafe extern "C" fn rayon_map(input: *const i32, n: usize, out: *mut i32) {
    let (input, out) = (from_raw_parts(input, n), from_raw_parts_mut(out, n));
    out.par_iter_mut()
        .zip(input)
        .for_each(|(y, &x)| *y = 3 * x + 1);
}

#[no_mangle]
pub unsafe extern "C" fn rayon_copy(input: *const i32, n: usize, out: *mut i32) {
    let (input, out) = (from_raw_parts(input, n), from_raw_parts_mut(out, n));
    out.par_iter_mut().zip(input).for_each(|(y, &x)| *y = x);
}

#[no_mangle]
pub unsafe extern "C" fn rayon_sum(input: *const i32, n: usize) -> i64 {
    from_raw_parts(input, n)
        .par_iter()
        .map(|&x| i64::from(x))
        .sum()
}

#[no_mangle]
pub unsafe extern "C" fn rayon_sum_real(real: *const f64, n: usize) -> f64 {
    from_raw_parts(real, n).par_iter().sum()
}

/// What the last filter kept. A vector that is used again, because the other sides write into an
/// array that is there: fresh pages would cost more than the filter.
static KEPT: Mutex<Vec<i32>> = Mutex::new(Vec::new());

#[no_mangle]
pub unsafe extern "C" fn rayon_filter(
    input: *const i32,
    n: usize,
    count: *mut usize,
) -> *const i32 {
    let mut kept = KEPT.lock().unwrap();
    kept.clear();
    kept.par_extend(from_raw_parts(input, n).par_iter().filter(|&x| x % 2 == 0));
    *count = kept.len();
    kept.as_ptr()
}

#[no_mangle]
pub unsafe extern "C" fn rayon_fold(input: *const i32, n: usize) -> i64 {
    from_raw_parts(input, n)
        .par_iter()
        .fold(
            || 0,
            |sum, &x| {
                if x % 2 == 0 {
                    sum + i64::from(x) * i64::from(x)
                } else {
                    sum
                }
            },
        )
        .sum()
}

#[no_mangle]
pub unsafe extern "C" fn rayon_chain(input: *const i32, n: usize) -> i64 {
    from_raw_parts(input, n)
        .par_iter()
        .filter(|&x| x % 2 == 0)
        .map(|&x| i64::from(x) * i64::from(x))
        .sum()
}

#[no_mangle]
pub unsafe extern "C" fn rayon_find(input: *const i32, n: usize, value: i32) -> usize {
    from_raw_parts(input, n)
        .par_iter()
        .position_first(|&x| x == value)
        .unwrap_or(n)
}

#[no_mangle]
pub unsafe extern "C" fn rayon_any(input: *const i32, n: usize, value: i32) -> bool {
    from_raw_parts(input, n).par_iter().any(|&x| x == value)
}

fn fib(n: i64) -> i64 {
    if n < 2 {
        return n;
    }
    let (a, b) = rayon::join(|| fib(n - 1), || fib(n - 2));
    a + b
}

#[no_mangle]
pub extern "C" fn rayon_join(n: i64) -> i64 {
    fib(n)
}
