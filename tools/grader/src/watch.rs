//! Grading an exercise each time it is saved.

use crate::{
    choose::choose, comparison::Comparison, exercise::Exercise, page::Page, session::Session, text::Text,
};
use std::{fs, thread, time::Duration, time::SystemTime};

/// How often the files are looked at. A few dozen of them cost nothing, on every system and every kind of disk.
const OFTEN: Duration = Duration::from_millis(200);

/// Grades what was asked for, and then each exercise when it is saved. Ctrl+C ends it.
pub(crate) fn watch(session: &Session<'_>, words: &[String], page: Page) -> anyhow::Result<bool> {
    let asked = choose(&session.workspace.exercises, words)?;
    let mut text = Text { page, workspace: session.workspace, all: true };
    let mut saved = times(&asked);
    if !words.is_empty() {
        text.grade(session, &asked, &Comparison::with(session.workspace, None)?)?;
    }
    loop {
        text.page.line(&format!("\nwatching {}; Ctrl+C ends it", what(&asked)))?;
        let now = loop {
            let now = times(&asked);
            if now != saved {
                break now;
            }
            thread::sleep(OFTEN);
        };
        let changed = asked.iter().zip(now.iter().zip(&saved)).filter(|(_, (now, before))| now != before);
        let changed: Vec<_> = changed.map(|(exercise, _)| *exercise).collect();
        // From before the grading, so that nothing that is saved meanwhile is missed.
        saved = now;
        text.page.line("")?;
        text.grade(session, &changed, &Comparison::with(session.workspace, None)?)?;
    }
}

/// When each was saved; a file that an editor is just replacing is not there for a moment.
fn times(asked: &[&Exercise]) -> Vec<Option<(SystemTime, u64)>> {
    let time = |exercise: &&Exercise| {
        let about = fs::metadata(exercise.file()).ok()?;
        Some((about.modified().ok()?, about.len()))
    };
    asked.iter().map(time).collect()
}

fn what(asked: &[&Exercise]) -> String {
    match asked {
        [one] => one.name.clone(),
        _ => format!("{} exercises", asked.len()),
    }
}
