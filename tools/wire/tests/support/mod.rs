//! What the tests of both sides share.

/// A transcript without what changes from run to run: the times and the ports.
pub(crate) fn masked(transcript: &str) -> String {
    let lines = transcript.lines().map(|line| match line.split_once(" s ") {
        Some((time, rest)) if seconds(time).is_some() => format!("  T.TTT s {rest}\n"),
        _ => format!("{line}\n"),
    });
    testkit::mask_ports(&lines.collect::<String>())
}

/// The time at the beginning of a line.
pub(crate) fn seconds(time: &str) -> Option<f64> {
    time.trim().parse().ok()
}
