//! Sleeps, as Rust's standard library does it: through poll_oneoff, which a component's adapter makes a poll.
use std::thread::sleep;
use std::time::{Duration, Instant};

fn main() {
    let start = Instant::now();
    for milliseconds in [0, 1, 20] {
        sleep(Duration::from_millis(milliseconds));
    }
    println!("slept {}", if start.elapsed() >= Duration::from_millis(21) { "long enough" } else { "too short" });
}
