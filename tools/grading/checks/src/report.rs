//! Reporting to `cargo grade` how a check ended, out of reach of what the learner's code prints or how it exits.

use grading_contract::{CheckResult, FOLDER, close_memory, mark, sign};
use std::{
    collections::BTreeSet,
    env,
    fmt::Display,
    fs,
    io::{self, Write as _},
    path::Path,
    sync::{Mutex, OnceLock},
};
use support::lock;

/// Names, in the environment of a child process, the test that it has been started for.
pub(crate) const CHILD: &str = "GRADE_CHILD";

/// What only the checks and the readers of their reports know.
static SECRET: OnceLock<String> = OnceLock::new();

/// The checks that have been started in this process.
static STARTED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// The secret with which reports are signed. It is read before any of the learner's code runs: from `cargo grade`, or in
/// a child process from its parent. Without either it is empty.
pub(crate) fn secret() -> &'static str {
    SECRET.get_or_init(|| {
        if [FOLDER, CHILD].iter().all(|variable| env::var_os(variable).is_none()) {
            return String::new();
        }
        close_memory();
        io::read_to_string(io::stdin()).unwrap_or_default()
    })
}

/// Whether nobody has started this check before, if somebody reads its report. A check that the learner's code calls
/// until it passes by luck must not count.
pub(crate) fn is_first_start(check: &str) -> bool {
    secret().is_empty() || lock(&STARTED).insert(check.to_owned())
}

/// Leaves the report in a file of the check's name. Without `cargo grade` it does nothing.
///
/// That this machine cannot check, or cannot write, is printed, where `cargo grade` finds it: that needs no disk.
pub(crate) fn leave(check: &str, result: &CheckResult) {
    let left = match (result, env::var_os(FOLDER)) {
        (Ok(_), None) => return,
        (Ok(_), Some(folder)) => write(Path::new(&folder), check, result),
        (Err(why), _) => Err(why.clone()),
    };
    if let Err(why) = left
        && !secret().is_empty()
    {
        // Past the harness, and in one piece. Who cannot even print is missing.
        let _ = io::stderr().write_all(mark(&sign(&Err(why), check, secret())).as_bytes());
    }
}

/// Prints through `eprint!`, which the test harness captures and shows under the name of the test.
#[expect(clippy::print_stderr, reason = "only print's own family goes where the harness shows it")]
pub(crate) fn print(words: impl Display) {
    eprint!("{words}");
}

/// Under another name first, so that nobody who looks meanwhile sees half of it. A report that cannot be written is
/// missing, and a check without a report has not passed.
fn write(folder: &Path, check: &str, result: &CheckResult) -> Result<(), String> {
    let unfinished = folder.join(format!("{check}.unfinished"));
    let written = fs::write(&unfinished, sign(result, check, secret()));
    let written = written.and_then(|()| fs::rename(&unfinished, folder.join(check)));
    written.map_err(|error| format!("the report could not be written: {error}"))
}
