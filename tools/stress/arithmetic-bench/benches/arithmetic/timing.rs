//! How long a call takes: the median of some samples, in the time in which the thread ran.

use std::{hint::black_box, time::Duration};

/// A sample is made of so many calls that it takes about this long.
const SAMPLE_TIME: Duration = Duration::from_millis(5);

/// How many samples a measurement has.
const SAMPLES: usize = 25;

/// The nanoseconds that a call takes.
pub(crate) fn nanoseconds<T>(mut call: impl FnMut() -> T) -> f64 {
    let mut calls = 1_u32;
    // This also warms up the caches.
    while sample(calls, &mut call) < SAMPLE_TIME && calls < u32::MAX / 2 {
        calls *= 2;
    }
    let times = (0..SAMPLES).map(|_| sample(calls, &mut call).as_secs_f64() * 1e9 / f64::from(calls));
    median(times.collect())
}

fn sample<T>(calls: u32, call: &mut impl FnMut() -> T) -> Duration {
    let start = thread_time();
    (0..calls).for_each(|_| drop(black_box(call())));
    thread_time().saturating_sub(start)
}

/// The value in the middle.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// What a busy machine gives to others does not count.
#[cfg(unix)]
fn thread_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

/// The time of a thread is counted in steps of 16 ms there, so this is the time that passes.
#[cfg(not(unix))]
fn thread_time() -> Duration {
    static START: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    START.elapsed()
}
