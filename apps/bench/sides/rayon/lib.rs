// SPDX-License-Identifier: MIT
//! Rayon's side of the benchmark: ../side.h in Rust, and the works that Rayon has an algorithm for (no
//! scan, no shuffle). The number of threads is RAYON_NUM_THREADS.
#![deny(warnings)]

mod groups;

use rayon::prelude::*;
use std::ffi::c_void;
use std::ptr::null_mut;
use std::slice::{from_raw_parts, from_raw_parts_mut};
use std::sync::Mutex;

#[repr(C)]
struct Shown {
    at: *const c_void,
    count: usize,
}

/// The same as `struct bench_arrays`.
#[repr(C)]
pub struct Arrays {
    n: usize,
    input: *const c_void,
    out: *mut c_void,
    shown: [Shown; 2],
    number: i64,
    own: *mut c_void,
    release: Option<unsafe extern "C" fn(*mut c_void)>,
    digest: Option<unsafe extern "C" fn(*const c_void) -> u64>,
}

impl Arrays {
    fn input<T>(&self) -> &'static [T] {
        unsafe { from_raw_parts(self.input.cast(), self.n) }
    }

    fn out<T>(&self) -> &'static mut [T] {
        unsafe { from_raw_parts_mut(self.out.cast(), self.n) }
    }

    /// The element that `any` and `all` look for, as `bench_early` has it.
    fn early(&self) -> i32 {
        self.input::<i32>()[self.n / 200]
    }

    fn show<T>(&mut self, which: usize, array: &[T]) {
        self.shown[which] = Shown {
            at: array.as_ptr().cast(),
            count: array.len(),
        };
    }

    fn release(&mut self) {
        if let Some(release) = self.release.take() {
            unsafe { release(self.own) };
        }
        self.digest = None;
        self.own = null_mut();
    }

    /// Keep the vectors that are shown.
    fn keep(&mut self, vectors: Vec<Vec<i32>>) {
        for (which, vector) in vectors.iter().enumerate() {
            self.show(which, vector);
        }
        self.own = Box::into_raw(Box::new(vectors)).cast();
        self.release = Some(drop_vectors);
    }
}

unsafe extern "C" fn drop_vectors(own: *mut c_void) {
    drop(Box::from_raw(own.cast::<Vec<Vec<i32>>>()));
}

const ABSENT: i32 = -1;
const LARGEST: i32 = 0xffffff;
const FILLING: i32 = 7;
const FIB: i64 = 32;

fn is_even(x: &i32) -> bool {
    x % 2 == 0
}

// -- Arrays ---------------------------------------------------------------------------------------

#[no_mangle]
pub extern "C" fn rayon_map(arrays: &mut Arrays) {
    let out = arrays.out::<i32>();
    out.par_iter_mut()
        .zip(arrays.input())
        .for_each(|(y, &x): (_, &i32)| *y = 3 * x + 1);
    arrays.show(0, out);
}

#[no_mangle]
pub extern "C" fn rayon_map_bytes(arrays: &mut Arrays) {
    let out = arrays.out::<u8>();
    out.par_iter_mut()
        .zip(arrays.input())
        .for_each(|(y, &x): (_, &u8)| *y = x.wrapping_mul(3).wrapping_add(1));
    arrays.show(0, out);
}

#[no_mangle]
pub extern "C" fn rayon_copy(arrays: &mut Arrays) {
    let out = arrays.out::<i32>();
    out.par_iter_mut()
        .zip(arrays.input())
        .for_each(|(y, &x)| *y = x);
    arrays.show(0, out);
}

#[no_mangle]
pub extern "C" fn rayon_fill(arrays: &mut Arrays) {
    let out = arrays.out::<i32>();
    out.par_iter_mut().for_each(|y| *y = FILLING);
    arrays.show(0, out);
}

#[no_mangle]
pub extern "C" fn rayon_reverse(arrays: &mut Arrays) {
    let out = arrays.out::<i32>();
    let (left, right) = out.split_at_mut(out.len() / 2);
    left.par_iter_mut()
        .zip(right.par_iter_mut().rev())
        .for_each(|(a, b)| std::mem::swap(a, b));
    arrays.show(0, out);
}

#[no_mangle]
pub extern "C" fn rayon_sort_u64(arrays: &mut Arrays) {
    let out = arrays.out::<u64>();
    out.par_sort_unstable();
    arrays.show(0, out);
}

#[no_mangle]
pub extern "C" fn rayon_sort_in_place(arrays: &mut Arrays) {
    rayon_sort_u64(arrays);
}

/// Rayon has nothing for a few of the least.
#[no_mangle]
pub extern "C" fn rayon_top(arrays: &mut Arrays) {
    let out = arrays.out::<u64>();
    out.par_sort_unstable();
    arrays.show(0, &out[..1000]);
}

#[no_mangle]
pub extern "C" fn rayon_bounds(arrays: &mut Arrays) {
    let half = arrays.n / 2;
    let (words, keys) = arrays.input::<u64>()[..2 * half].split_at(half);
    let out = &mut arrays.out::<u64>()[..half];
    out.par_iter_mut()
        .zip(keys)
        .for_each(|(at, key)| *at = words.partition_point(|x| x < key) as u64);
    arrays.show(0, out);
}

#[no_mangle]
pub extern "C" fn rayon_sort_i32(arrays: &mut Arrays) {
    let out = arrays.out::<i32>();
    out.par_sort_unstable();
    arrays.show(0, out);
}

#[no_mangle]
pub extern "C" fn rayon_sort_f64(arrays: &mut Arrays) {
    let out = arrays.out::<f64>();
    out.par_sort_unstable_by(f64::total_cmp);
    arrays.show(0, out);
}

#[repr(C)]
struct Pair {
    key: u64,
    _value: u64,
}

#[no_mangle]
pub extern "C" fn rayon_sort_pairs(arrays: &mut Arrays) {
    let out = arrays.out::<Pair>();
    out.par_sort_by_key(|pair| pair.key);
    arrays.show(0, out);
}

#[repr(C)]
struct Record {
    _before: [u64; 3],
    _id: u32,
    key: u32,
    _after: [u64; 4],
}

#[no_mangle]
pub extern "C" fn rayon_sort_records(arrays: &mut Arrays) {
    let out = arrays.out::<Record>();
    out.par_sort_by_key(|record| record.key);
    arrays.show(0, out);
}

#[no_mangle]
pub extern "C" fn rayon_order_pairs(arrays: &mut Arrays) {
    let out = arrays.out::<Pair>();
    out.par_sort_by(|a, b| a.key.cmp(&b.key));
    arrays.show(0, out);
}

#[no_mangle]
pub extern "C" fn rayon_order_records(arrays: &mut Arrays) {
    let out = arrays.out::<Record>();
    out.par_sort_by(|a, b| a.key.cmp(&b.key));
    arrays.show(0, out);
}

#[no_mangle]
pub extern "C" fn rayon_unstable_pairs(arrays: &mut Arrays) {
    let out = arrays.out::<Pair>();
    out.par_sort_unstable_by(|a, b| a.key.cmp(&b.key));
    arrays.show(0, out);
}

#[no_mangle]
pub extern "C" fn rayon_argsort_f64(arrays: &mut Arrays) {
    let (input, out) = (arrays.input::<f64>(), arrays.out::<usize>());
    out.par_iter_mut().enumerate().for_each(|(i, y)| *y = i);
    out.par_sort_by(|&a, &b| input[a].total_cmp(&input[b]));
    arrays.show(0, out);
}

/// Sorted as slices, which are what `struct bench_string` is.
#[no_mangle]
pub extern "C" fn rayon_sort_strings(arrays: &mut Arrays) {
    let out = arrays.out::<&[u8]>();
    out.par_sort_unstable();
    arrays.show(0, out);
}

/// What the last filter kept. A vector that is used again, because the other sides write into an
/// array that is there: fresh pages would cost more than the filter.
static KEPT: Mutex<Vec<i32>> = Mutex::new(Vec::new());

#[no_mangle]
pub extern "C" fn rayon_filter(arrays: &mut Arrays) {
    let mut kept = KEPT.lock().unwrap();
    kept.clear();
    kept.par_extend(arrays.input::<i32>().par_iter().filter(|x| is_even(x)));
    arrays.show(0, &kept);
}

#[no_mangle]
pub extern "C" fn rayon_filter_new(arrays: &mut Arrays) {
    arrays.release();
    let input = arrays.input::<i32>().par_iter();
    arrays.keep(vec![input.copied().filter(is_even).collect()]);
}

#[no_mangle]
pub extern "C" fn rayon_partition(arrays: &mut Arrays) {
    arrays.release();
    let input = arrays.input::<i32>().par_iter();
    let (even, odd) = input.copied().partition(is_even);
    arrays.keep(vec![even, odd]);
}

// -- Numbers --------------------------------------------------------------------------------------

#[no_mangle]
pub extern "C" fn rayon_sum(arrays: &mut Arrays) {
    let input = arrays.input::<i32>().par_iter();
    arrays.number = input.map(|&x| i64::from(x)).sum();
}

#[no_mangle]
pub extern "C" fn rayon_sum_real(arrays: &mut Arrays) {
    arrays.number = arrays.input::<f64>().par_iter().sum::<f64>() as i64;
}

#[no_mangle]
pub extern "C" fn rayon_sum_bytes(arrays: &mut Arrays) {
    let input = arrays.input::<u8>().par_iter();
    arrays.number = input.map(|&x| i64::from(x)).sum();
}

/// A table of counts a piece of a megabyte. Shown as bytes.
#[no_mangle]
pub extern "C" fn rayon_histogram(arrays: &mut Arrays) {
    let count = |piece: &[u8]| {
        let mut bins = [0u64; 256];
        piece.iter().for_each(|&x| bins[usize::from(x)] += 1);
        bins
    };
    let add = |mut a: [u64; 256], b: [u64; 256]| {
        a.iter_mut().zip(b).for_each(|(x, y)| *x += y);
        a
    };
    let pieces = arrays.input::<u8>().par_chunks(1 << 20);
    let bins = pieces.map(count).reduce(|| [0; 256], add);
    let out = &mut arrays.out::<u8>()[..256 * 8];
    for (bytes, count) in out.chunks_exact_mut(8).zip(bins) {
        bytes.copy_from_slice(&count.to_ne_bytes());
    }
    arrays.show(0, out);
}

/// The same as `bench_mix`.
fn mix(i: usize) -> u64 {
    let mixed = (i as u64).wrapping_mul(0x9e3779b97f4a7c15);
    mixed ^ mixed >> 29
}

#[no_mangle]
pub extern "C" fn rayon_sum_indexes(arrays: &mut Arrays) {
    let indexes = (0..arrays.n).into_par_iter();
    arrays.number = indexes.map(mix).reduce(|| 0, u64::wrapping_add) as i64;
}

#[no_mangle]
pub extern "C" fn rayon_min(arrays: &mut Arrays) {
    let least = arrays.input::<i32>().par_iter().min();
    arrays.number = least.map_or(-1, |&x| i64::from(x));
}

#[no_mangle]
pub extern "C" fn rayon_argmin(arrays: &mut Arrays) {
    let input = arrays.input::<i32>().par_iter().enumerate();
    arrays.number = input.min_by_key(|&(_, x)| x).map_or(-1, |(i, _)| i as i64);
}

#[no_mangle]
pub extern "C" fn rayon_count(arrays: &mut Arrays) {
    let input = arrays.input::<i32>().par_iter();
    arrays.number = input.filter(|x| is_even(x)).count() as i64;
}

#[no_mangle]
pub extern "C" fn rayon_fold(arrays: &mut Arrays) {
    let add = |sum, &x: &i32| {
        if is_even(&x) {
            sum + i64::from(x) * i64::from(x)
        } else {
            sum
        }
    };
    arrays.number = arrays.input::<i32>().par_iter().fold(|| 0, add).sum();
}

#[no_mangle]
pub extern "C" fn rayon_chain(arrays: &mut Arrays) {
    arrays.number = arrays
        .input::<i32>()
        .par_iter()
        .filter(|x| is_even(x))
        .map(|&x| i64::from(x) * i64::from(x))
        .sum();
}

// -- Searches -------------------------------------------------------------------------------------

#[no_mangle]
pub extern "C" fn rayon_find(arrays: &mut Arrays) {
    let input = arrays.input::<i32>().par_iter();
    let at = input.position_first(|&x| x == ABSENT);
    arrays.number = at.unwrap_or(arrays.n) as i64;
}

#[no_mangle]
pub extern "C" fn rayon_find_first(arrays: &mut Arrays) {
    let input = arrays.input::<i32>().par_iter();
    let at = input.position_first(|&x| x > LARGEST);
    arrays.number = at.unwrap_or(arrays.n) as i64;
}

#[no_mangle]
pub extern "C" fn rayon_any(arrays: &mut Arrays) {
    let value = arrays.early();
    arrays.number = arrays.input().par_iter().any(|&x: &i32| x == value).into();
}

#[no_mangle]
pub extern "C" fn rayon_all(arrays: &mut Arrays) {
    let value = arrays.early();
    arrays.number = arrays.input().par_iter().all(|&x: &i32| x != value).into();
}

#[no_mangle]
pub extern "C" fn rayon_is_sorted(arrays: &mut Arrays) {
    let pairs = arrays.input::<i32>().par_windows(2);
    arrays.number = pairs.all(|pair| pair[0] <= pair[1]).into();
}

// -- Tasks ----------------------------------------------------------------------------------------

fn fib(n: i64) -> i64 {
    if n < 2 {
        return n;
    }
    let (a, b) = rayon::join(|| fib(n - 1), || fib(n - 2));
    a + b
}

#[no_mangle]
pub extern "C" fn rayon_join(arrays: &mut Arrays) {
    arrays.number = fib(FIB);
}
