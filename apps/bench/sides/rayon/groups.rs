// SPDX-License-Identifier: MIT
//! Counting and grouping by keys: with Rayon and the fast tables that experts choose (hashbrown with
//! ahash, the smaller map added to the larger), with Rayon and the standard library's, as most
//! programs have it, and in one DashMap that all threads share.
use crate::Arrays;
use rayon::prelude::*;
use std::collections::HashMap;
use std::ffi::c_void;

/// A result that is no array: `number` of a `struct bench_arrays` is taken from it off the clock.
trait Digest {
    fn digest(&self) -> u64;
}

unsafe extern "C" fn digest<T: Digest>(own: *const c_void) -> u64 {
    (*own.cast::<T>()).digest()
}

unsafe extern "C" fn release<T>(own: *mut c_void) {
    drop(Box::from_raw(own.cast::<T>()));
}

fn keep<T: Digest>(arrays: &mut Arrays, result: T) {
    arrays.own = Box::into_raw(Box::new(result)).cast();
    arrays.release = Some(release::<T>);
    arrays.digest = Some(digest::<T>);
}

/// The same as `bench_mix`.
fn mix(bits: u64) -> u64 {
    crate::mix(bits as usize)
}

/// The same as `bench_count_digest`.
fn count_digest(key: u64, count: u64) -> u64 {
    mix(mix(key).wrapping_add(count))
}

fn sum(digests: impl Iterator<Item = u64>) -> u64 {
    digests.fold(0, u64::wrapping_add)
}

// -- Counts ---------------------------------------------------------------------------------------

type StdMap = HashMap<u64, u64>;

impl Digest for StdMap {
    fn digest(&self) -> u64 {
        sum(self.iter().map(|(&key, &count)| count_digest(key, count)))
    }
}

#[no_mangle]
pub extern "C" fn rayon_std_count_by(arrays: &mut Arrays) {
    arrays.release();
    let counts = arrays
        .input::<u64>()
        .par_iter()
        .fold(StdMap::new, |mut counts, &key| {
            *counts.entry(key).or_insert(0) += 1;
            counts
        })
        .reduce(StdMap::new, |mut all, some| {
            for (key, count) in some {
                *all.entry(key).or_insert(0) += count;
            }
            all
        });
    keep(arrays, counts);
}

#[cfg(feature = "hashbrown")]
mod fast {
    use super::*;

    type FastMap = hashbrown::HashMap<u64, u64>;

    impl Digest for FastMap {
        fn digest(&self) -> u64 {
            sum(self.iter().map(|(&key, &count)| count_digest(key, count)))
        }
    }

    fn merge(a: FastMap, b: FastMap) -> FastMap {
        let (mut large, small) = if a.len() < b.len() { (b, a) } else { (a, b) };
        for (key, count) in small {
            *large.entry(key).or_insert(0) += count;
        }
        large
    }

    #[no_mangle]
    pub extern "C" fn rayon_count_by(arrays: &mut Arrays) {
        arrays.release();
        let counts = arrays
            .input::<u64>()
            .par_iter()
            .fold(FastMap::new, |mut counts, &key| {
                *counts.entry(key).or_insert(0) += 1;
                counts
            })
            .reduce(FastMap::new, merge);
        keep(arrays, counts);
    }
}

#[cfg(feature = "dashmap")]
mod shared {
    use super::*;

    type SharedMap = dashmap::DashMap<u64, u64>;

    impl Digest for SharedMap {
        fn digest(&self) -> u64 {
            sum(self.iter().map(|at| count_digest(*at.key(), *at.value())))
        }
    }

    #[no_mangle]
    pub extern "C" fn dashmap_count_by(arrays: &mut Arrays) {
        arrays.release();
        let counts = SharedMap::new();
        let input = arrays.input::<u64>().par_iter();
        input.for_each(|&key| *counts.entry(key).or_insert(0) += 1);
        keep(arrays, counts);
    }
}

// -- Groups ---------------------------------------------------------------------------------------

/// Keys and their indexes, and where each key's begin.
struct Groups {
    pairs: Vec<(u64, usize)>,
    starts: Vec<usize>,
}

impl Digest for Groups {
    fn digest(&self) -> u64 {
        let ends = self.starts[1..].iter().copied().chain([self.pairs.len()]);
        sum(self.starts.iter().zip(ends).map(|(&start, end)| {
            let group = &self.pairs[start..end];
            let members = group.iter().fold(0, |members: u64, &(_, index)| {
                mix(members.wrapping_add(index as u64))
            });
            count_digest(group[0].0, members)
        }))
    }
}

#[no_mangle]
pub extern "C" fn rayon_group_by(arrays: &mut Arrays) {
    arrays.release();
    let input = arrays.input::<u64>().par_iter().enumerate();
    let mut pairs: Vec<_> = input.map(|(index, &key)| (key, index)).collect();
    pairs.par_sort_unstable();
    let starts = (0..pairs.len())
        .into_par_iter()
        .filter(|&i| i == 0 || pairs[i].0 != pairs[i - 1].0)
        .collect();
    keep(arrays, Groups { pairs, starts });
}
