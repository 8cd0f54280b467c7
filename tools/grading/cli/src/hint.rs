//! Showing a hint, and no more than was asked for.

use crate::{console::Console, exercise::Exercise};
use anyhow::Context as _;
use std::fs;

/// How many hints each exercise has.
pub(crate) const LEVELS: u8 = 3;

/// Shows the hint of a level, and says how to get the next.
pub(crate) fn hint(exercise: &Exercise, level: u8, console: &mut Console) -> anyhow::Result<bool> {
    let hints = hints(exercise)?;
    let hint = hints.get(usize::from(level) - 1);
    let hint = hint.with_context(|| format!("{} has {} hints", exercise.name, hints.len()))?;
    console.line(&format!("{} {}, hint {level} of {}", exercise.place(), exercise.name, hints.len()))?;
    console.markdown(&format!("\n{hint}"))?;
    if level < LEVELS {
        console.line(&format!("\nMore: cargo grade hint {} {}", exercise.name, level + 1))?;
    } else {
        console.line("\nThat was the last hint. When your code passes, compare it with solution.rs.")?;
    }
    Ok(true)
}

/// The hints of an exercise, the one that gives away least first.
pub(crate) fn hints(exercise: &Exercise) -> anyhow::Result<Vec<String>> {
    let hints = fs::read_to_string(exercise.folder.join("hints.md"));
    Ok(levels(&hints.with_context(|| format!("could not read the hints for {}", exercise.name))?))
}

/// The sections of a hints.md, each with its heading.
pub(crate) fn levels(hints: &str) -> Vec<String> {
    let sections = hints.split("\n## ").skip(1);
    sections.map(|section| format!("## {}", section.trim_end())).collect()
}

#[cfg(test)]
mod tests {
    use super::levels;

    #[test]
    fn each_section_is_a_level() {
        let hints = "# Title\n\n## A nudge\n\nLook.\n\n## The idea\n\nThink.\n";
        assert_eq!(levels(hints), ["## A nudge\n\nLook.", "## The idea\n\nThink."]);
    }
}
