//! Grading an exercise each time it is saved.

use crate::{
    comparison::Comparison, exercise::Exercise, selection::choose, session::Session, text_report::TextReport,
};
use std::{
    fs, thread,
    time::{Duration, Instant, SystemTime},
};
use support::Console;

/// How often the files are looked at. A few dozen of them cost nothing, on every system and every kind of disk.
const OFTEN: Duration = Duration::from_millis(200);

/// How long a file has to stay as it is before it is taken for saved.
const MOMENT: Duration = Duration::from_millis(50);

/// After this time somebody means a file to be empty, or gone.
const EMPTY: Duration = Duration::from_secs(2);

/// When a file was saved, and how long it is, if it is there.
type Saved = Option<(SystemTime, u64)>;

/// Grades what was asked for, and then each exercise when it is saved. Ctrl+C ends it.
pub(crate) fn watch(session: &Session<'_>, words: &[String], console: &mut Console) -> anyhow::Result<bool> {
    let asked = choose(&session.workspace.exercises, words)?;
    let mut text = TextReport { console, workspace: session.workspace, all: true };
    let mut saved = times(&asked);
    if !words.is_empty() {
        text.grade(session, &asked, &Comparison::with(session.workspace, None)?)?;
    }
    loop {
        let what = match asked[..] {
            [one] => one.name.clone(),
            _ => format!("{} exercises", asked.len()),
        };
        text.console.line(&format!("\nwatching {what}; press Ctrl+C to stop"))?;
        let now = loop {
            let now = times(&asked);
            if now != saved {
                break settled(&saved, EMPTY, || times(&asked));
            }
            thread::sleep(OFTEN);
        };
        let changed = asked.iter().zip(now.iter().zip(&saved)).filter(|(_, (now, before))| now != before);
        let changed: Vec<_> = changed.map(|(exercise, _)| *exercise).collect();
        // From before the grading, so that nothing that is saved meanwhile is missed.
        saved = now;
        text.console.line("")?;
        text.grade(session, &changed, &Comparison::with(session.workspace, None)?)?;
    }
}

/// What is there when nothing has changed for a moment. An editor that saves may have emptied a file, or have written half
/// of it; what has been empty for long is meant to be.
fn settled(saved: &[Saved], long: Duration, mut look: impl FnMut() -> Vec<Saved>) -> Vec<Saved> {
    let start = Instant::now();
    let mut now = look();
    loop {
        thread::sleep(MOMENT);
        let again = look();
        let changed = again.iter().zip(saved).filter(|(again, saved)| again != saved);
        let empty = changed.map(|(again, _)| again).any(|again| again.is_none_or(|(_, length)| length == 0));
        if again == now && (!empty || start.elapsed() > long) {
            return again;
        }
        now = again;
    }
}

/// When each was saved; a file that an editor is just replacing is not there for a moment.
fn times(asked: &[&Exercise]) -> Vec<Saved> {
    let time = |exercise: &&Exercise| {
        let about = fs::metadata(exercise.file()).ok()?;
        Some((about.modified().ok()?, about.len()))
    };
    asked.iter().map(time).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::iter;

    fn file(second: u64, length: u64) -> (SystemTime, u64) {
        (SystemTime::UNIX_EPOCH + Duration::from_secs(second), length)
    }

    #[test]
    fn a_file_that_is_being_saved_is_looked_at_again() {
        let whole = vec![Some(file(0, 5)), Some(file(4, 90))];
        let steps = [Some(file(2, 0)), Some(file(2, 0)), None, None, Some(file(3, 40))];
        let mut looks =
            steps.map(|step| vec![Some(file(0, 5)), step]).into_iter().chain(iter::repeat(whole.clone()));
        let before = [Some(file(0, 5)), Some(file(1, 80))];
        assert_eq!(settled(&before, EMPTY, || looks.next().unwrap()), whole);
    }

    #[test]
    fn a_file_that_stays_empty_is_meant_to_be() {
        let long = Duration::from_millis(200);
        assert_eq!(settled(&[Some(file(1, 80))], long, || vec![Some(file(2, 0))]), [Some(file(2, 0))]);
    }

    #[test]
    fn another_file_that_has_been_empty_for_long_is_not_waited_for() {
        let start = Instant::now();
        let before = [Some(file(1, 0)), Some(file(1, 80))];
        settled(&before, EMPTY, || vec![Some(file(1, 0)), Some(file(2, 90))]);
        assert!(start.elapsed() < EMPTY);
    }
}
