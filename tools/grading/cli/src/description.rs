//! What an exercise says of itself: its task, its functions, the section that asks for it, and our solution.

use crate::exercise::Exercise;
use anyhow::Context as _;
use std::fs;

/// What stands before the task in the documentation of the learner's file.
const TASK: &str = "**Your task:**";

/// How many sentences of the task are enough to know what it is about.
const SENTENCES: usize = 2;

impl Exercise {
    /// The first sentences of the task, as Markdown; `None` if the learner has removed it.
    #[must_use]
    pub fn task(&self) -> Option<String> {
        task_in(&fs::read_to_string(self.file()).ok()?)
    }

    /// The public functions of the learner's file, a signature each.
    #[must_use]
    pub fn signatures(&self) -> Vec<String> {
        signatures_in(&fs::read_to_string(self.file()).unwrap_or_default())
    }

    /// The page that asks for it, from the book's `src`: `2-echo/half-close.md`. The exercise's checks name it.
    #[must_use]
    pub fn section(&self) -> Option<String> {
        let grader = fs::read_to_string(self.grader()).ok()?;
        let (_, rest) = grader.split_once("(book/src/")?;
        Some(rest.split_once(')')?.0.to_owned())
    }

    /// What is in the learner's file, and in ours.
    ///
    /// # Errors
    ///
    /// When they cannot be read.
    pub fn answers(&self) -> anyhow::Result<(String, String)> {
        let read = |name| {
            let text = fs::read_to_string(self.folder.join(name));
            text.with_context(|| format!("could not read {name} of {}", self.name))
        };
        Ok((read("exercise.rs")?, read("solution.rs")?))
    }
}

fn task_in(text: &str) -> Option<String> {
    let lines = text.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim);
    let task = lines.skip_while(|line| !line.starts_with(TASK)).take_while(|line| !line.is_empty());
    let task = task.collect::<Vec<_>>().join(" ");
    let task = task.strip_prefix(TASK)?.trim();
    let ends = task.match_indices(['.', '?']).map(|(at, _)| at + 1);
    let ends = ends.filter(|end| task[*end..].is_empty() || task[*end..].starts_with(' ')).take(SENTENCES);
    // A sentence that ends in a colon needs what follows.
    ends.last().map(|end| task[..end].to_owned()).filter(|task| !task.is_empty())
}

/// The lines from each `pub fn` to its `{`.
fn signatures_in(text: &str) -> Vec<String> {
    let mut signatures = Vec::new();
    let mut lines = text.lines();
    while let Some(first) = lines
        .by_ref()
        .find(|line| ["pub fn ", "pub async fn "].iter().any(|start| line.trim_start().starts_with(start)))
    {
        let indent = first.len() - first.trim_start().len();
        let mut signature = first.to_owned();
        while !signature.trim_end().ends_with(['{', '}']) {
            let Some(next) = lines.next() else { break };
            signature += "\n";
            signature += next;
        }
        let without_indent = signature.lines().map(|line| line.get(indent..).unwrap_or(line.trim_start()));
        let signature = without_indent.collect::<Vec<_>>().join("\n");
        signatures.push(signature.trim_end_matches(['{', '}', ' ']).trim_end().to_owned());
    }
    signatures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_two_sentences_of_the_task_are_what_it_is_about() {
        let text = "//! # Title\n//!\n//! Why.\n//!\n//! **Your task:** send `1.5` to all. Return how\n//! many. And more.\n//!\n//! You will.\n";
        assert_eq!(task_in(text).as_deref(), Some("send `1.5` to all. Return how many."));
        let colon = "//! **Your task:** return the next client. It takes one, or an error:\n//!\n//! - a\n";
        assert_eq!(task_in(colon).as_deref(), Some("return the next client."));
        assert_eq!(task_in("fn mine() {}\n"), None);
    }

    #[test]
    fn a_signature_ends_before_the_body() {
        let text = "/// Does.\npub fn one(a: u8) -> u8 {\n    todo!()\n}\nfn private() {}\nimpl A {\n    pub async fn two(\n        &self,\n    ) -> u8\n    where\n        A: B,\n    {\n    }\n}\n";
        assert_eq!(
            signatures_in(text),
            ["pub fn one(a: u8) -> u8", "pub async fn two(\n    &self,\n) -> u8\nwhere\n    A: B,"]
        );
    }
}
