//! A verdict cannot be forged by what the code under test can reach in safe Rust.

use crate::fixture::Fixture;
use std::fs;

/// The verdicts on the two checks of an exercise whose answer is this; the second has to be failed.
fn verdicts(name: &str, answer: &str) -> (Vec<String>, String) {
    let fixture = Fixture::of_its_own(name);
    fs::write(fixture.file("02-tricks/exercises/prints_a_fake/exercise.rs"), answer).unwrap();
    let report = fixture.report(&["prints_a_fake"]);
    let checks = report["exercises"][0]["checks"].as_array().unwrap();
    assert_eq!(checks.len(), 2, "{report:#}");
    let verdict = |check: &serde_json::Value| check["verdict"].as_str().unwrap().to_owned();
    (checks.iter().map(verdict).collect(), checks[1]["message"].as_str().unwrap_or_default().to_owned())
}

/// The first check is right, and lasts long enough for somebody to change the report on the second.
const REWRITES: &str = r#"//! # Rewrite the reports

use std::{env, fs, sync::Once, thread, time::Duration};

pub fn work(number: u32) -> u32 {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| drop(thread::spawn(|| loop {
        let Ok(folder) = fs::read_dir(env::var_os("GRADE_REPORTS").unwrap_or_default()) else { return };
        for report in folder.flatten().map(|entry| entry.path()) {
            let text = fs::read_to_string(&report).unwrap_or_default();
            if text.contains("\nfailed\n") {
                let _ = fs::write(&report, text.replace("\nfailed\n", "\npassed\n"));
            }
        }
    })));
    thread::sleep(Duration::from_millis(if number == 1 { 500 } else { 0 }));
    if number == 1 { 2 } else { 0 }
}
"#;

#[test]
fn a_verdict_that_was_rewritten_is_refused() {
    let (verdicts, message) = verdicts("rewritten", REWRITES);
    assert_eq!(verdicts, ["passed", "failed"]);
    assert!(
        message.contains("not the one that the check wrote") || message.contains("The work is not"),
        "{message}"
    );
}

/// Guesses, asks the check itself whether the guess is right, and ends the program when it is.
const GUESSES: &str = r"//! # Guess until it is right

use std::{panic::catch_unwind, process, sync::atomic::{AtomicU32, Ordering}};

pub fn work(number: u32) -> u32 {
    static GUESS: AtomicU32 = AtomicU32::new(0);
    if number == 1 {
        return 2;
    }
    let guess = GUESS.fetch_add(1, Ordering::Relaxed);
    if guess == 0 {
        for _ in 0..10 {
            if catch_unwind(crate::the_second_is_right).is_ok() {
                process::exit(0);
            }
        }
    }
    guess
}
";

#[test]
fn a_check_counts_only_the_first_time() {
    assert_eq!(verdicts("guessed", GUESSES).0, ["passed", "failed"]);
}

/// Looks for the secret in its own memory, and signs a report with whatever looks like it.
#[cfg(target_os = "linux")]
const REMEMBERS: &str = r#"//! # Read one's own memory

use grading_contract::{CheckReport, Verdict, sign};
use std::{env, fs::{self, File}, io::{Read, Seek, SeekFrom}, path::Path, process};

pub fn work(number: u32) -> u32 {
    if number == 1 {
        return 2;
    }
    let folder = env::var_os("GRADE_REPORTS").unwrap_or_default();
    let Ok(mut memory) = File::open("/proc/self/mem") else { return 0 };
    for line in fs::read_to_string("/proc/self/maps").unwrap().lines().filter(|line| line.contains(" rw-p ")) {
        let (start, end) = line.split(' ').next().unwrap().split_once('-').unwrap();
        let [start, end] = [start, end].map(|at| u64::from_str_radix(at, 16).unwrap());
        let mut bytes = vec![0; (end - start).min(1 << 26) as usize];
        if memory.seek(SeekFrom::Start(start)).and_then(|_| memory.read_exact(&mut bytes)).is_err() {
            continue;
        }
        for word in bytes.split(|byte| !byte.is_ascii_hexdigit()) {
            let Some(secret) = std::str::from_utf8(word).ok().filter(|word| word.len() == 32) else { continue };
            let check = "the_second_is_right";
            let report = CheckReport { name: check.into(), verdict: Verdict::Passed, message: String::new() };
            let _ = fs::write(Path::new(&folder).join(check), sign(&Ok(report), check, secret));
            process::exit(0);
        }
    }
    0
}
"#;

/// A superuser may open what belongs to nobody, and the documentation says so.
#[cfg(target_os = "linux")]
#[test]
fn the_secret_cannot_be_read_from_memory_except_by_a_superuser() {
    use std::os::unix::fs::MetadataExt as _;
    let superuser = fs::metadata("/proc/self").unwrap().uid() == 0;
    let (verdicts, _) = verdicts("remembered", REMEMBERS);
    assert_eq!(verdicts, ["passed", if superuser { "passed" } else { "failed" }]);
}
