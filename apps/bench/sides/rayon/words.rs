// SPDX-License-Identifier: MIT
//! Counts the words of a file with Rayon, and prints the ten commonest and how many there are, as
//! `cupro-count -n 10 --total` does.
//!
//!   bench-words slices FILE    as experts write it: slices of the text, pieces of a megabyte, hashbrown
//!                              with ahash, the smaller map added to the larger
//!   bench-words strings FILE   as most programs have it: lines, a String a word, std's HashMap
#![deny(warnings)]

use rayon::prelude::*;
use std::collections::HashMap;

/// As cupro-count and C's isspace() have it.
fn is_space(byte: u8) -> bool {
    byte == b' ' || (b'\t'..=b'\r').contains(&byte)
}

fn print(words: &[(&[u8], u64)], total: u64) {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    for &(word, count) in words.iter().chain([&(&b"total"[..], total)]) {
        write!(out, "{:7} ", count).unwrap();
        out.write_all(word).unwrap();
        out.write_all(b"\n").unwrap();
    }
}

/// The commonest first, those that are equally common in the order of their bytes.
fn order(a: &(&[u8], u64), b: &(&[u8], u64)) -> std::cmp::Ordering {
    b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0))
}

#[cfg(feature = "hashbrown")]
mod slices {
    use super::*;

    type Counts<'a> = hashbrown::HashMap<&'a [u8], u64>;

    /// Pieces of about a megabyte that end behind a space.
    fn pieces(mut text: &[u8]) -> Vec<&[u8]> {
        let mut pieces = Vec::new();
        while !text.is_empty() {
            let least = text.len().min(1 << 20);
            let rest = text[least..].iter().position(|&byte| is_space(byte));
            let (piece, next) = text.split_at(rest.map_or(text.len(), |at| least + at + 1));
            pieces.push(piece);
            text = next;
        }
        pieces
    }

    fn add<'a>(mut counts: Counts<'a>, piece: &'a [u8]) -> Counts<'a> {
        for word in piece.split(|&byte| is_space(byte)) {
            if !word.is_empty() {
                *counts.entry(word).or_insert(0) += 1;
            }
        }
        counts
    }

    fn merge<'a>(a: Counts<'a>, b: Counts<'a>) -> Counts<'a> {
        let (mut large, small) = if a.len() < b.len() { (b, a) } else { (a, b) };
        for (word, count) in small {
            *large.entry(word).or_insert(0) += count;
        }
        large
    }

    pub fn count(path: &str) {
        let text = std::fs::read(path).unwrap();
        let counts = pieces(&text)
            .into_par_iter()
            .fold(Counts::new, add)
            .reduce(Counts::new, merge);
        let total = counts.values().sum();
        let mut words: Vec<_> = counts.into_iter().collect();
        let top = words.len().min(10);
        if words.len() > top {
            words.select_nth_unstable_by(top, order);
        }
        words[..top].sort_unstable_by(order);
        print(&words[..top], total);
    }
}

#[cfg(not(feature = "hashbrown"))]
mod slices {
    pub fn count(_: &str) {
        std::process::exit(1);
    }
}

mod strings {
    use super::*;

    type Counts = HashMap<String, u64>;

    fn add(mut counts: Counts, line: &str) -> Counts {
        for word in line.split(|c: char| c.is_ascii() && is_space(c as u8)) {
            if !word.is_empty() {
                *counts.entry(word.to_string()).or_insert(0) += 1;
            }
        }
        counts
    }

    fn merge(mut all: Counts, some: Counts) -> Counts {
        for (word, count) in some {
            *all.entry(word).or_insert(0) += count;
        }
        all
    }

    pub fn count(path: &str) {
        let bytes = std::fs::read(path).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let counts = text
            .par_lines()
            .fold(Counts::new, add)
            .reduce(Counts::new, merge);
        let total = counts.values().sum();
        let mut words: Vec<_> = counts.iter().map(|(w, &c)| (w.as_bytes(), c)).collect();
        words.sort_by(order);
        print(&words[..words.len().min(10)], total);
    }
}

fn main() {
    let arguments: Vec<_> = std::env::args().collect();
    match (arguments[1].as_str(), arguments[2].as_str()) {
        ("slices", path) => slices::count(path),
        ("strings", path) => strings::count(path),
        (mode, _) => panic!("no mode {}", mode),
    }
}
