//! All experiments. What a page can have run is in `table.txt`, and nothing else.

use std::{sync::LazyLock, time::Duration};

/// As long as a reader at the keyboard takes at least, between seeing one thing and typing the next.
pub const MOMENT: Duration = Duration::from_millis(1500);

/// The experiments, in the order of the book.
pub static EXPERIMENTS: LazyLock<Vec<Experiment>> =
    LazyLock::new(|| paragraphs().filter_map(|lines| experiment(&lines)).collect());

/// An experiment: what is done in which terminal, step by step.
#[derive(Debug)]
pub struct Experiment {
    /// Stands in the fences that show it: `console,experiment-torn`.
    pub name: &'static str,
    /// The chapter that tells of it.
    pub chapter: &'static str,
    /// In this order.
    pub steps: Vec<Step>,
}

/// A step; the number is that of the terminal, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Types a command. One that still runs in the terminal is ended with Ctrl+C first.
    Type(usize, &'static str),
    /// Waits until the terminal shows these words, after those that were waited for before, or its program has ended.
    See(usize, String),
    /// Waits for the end of the program.
    End(usize),
    /// Presses Ctrl+C.
    Interrupt(usize),
    /// Lets a [`MOMENT`] pass.
    Moment,
}

impl Experiment {
    /// The experiment of that name, if there is one.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        EXPERIMENTS.iter().find(|experiment| experiment.name == name)
    }

    /// How many terminals it takes.
    #[must_use]
    pub fn terminals(&self) -> usize {
        self.typed().map(|(terminal, _)| terminal).max().unwrap_or_default()
    }

    /// What is typed in one of them.
    pub fn commands(&self, terminal: usize) -> impl Iterator<Item = &'static str> {
        self.typed().filter(move |(typed, _)| *typed == terminal).map(|(_, command)| command)
    }

    /// Everything that is typed, with its terminal.
    pub fn typed(&self) -> impl Iterator<Item = (usize, &'static str)> {
        self.steps.iter().filter_map(|step| match *step {
            Step::Type(terminal, command) => Some((terminal, command)),
            _ => None,
        })
    }
}

/// The lines of each experiment, without comments.
fn paragraphs() -> impl Iterator<Item = Vec<&'static str>> {
    let paragraphs = include_str!("table.txt").split("\n\n");
    let lines = paragraphs.map(|text| text.lines().filter(|line| !line.starts_with('#')).collect());
    lines.filter(|lines: &Vec<_>| !lines.is_empty())
}

fn experiment(lines: &[&'static str]) -> Option<Experiment> {
    let (first, steps) = lines.split_first()?;
    let (name, chapter) = first.split_once(' ')?;
    Some(Experiment { name, chapter, steps: steps.iter().map(|line| step(line)).collect::<Option<_>>()? })
}

fn step(line: &'static str) -> Option<Step> {
    if line == "moment" {
        return Some(Step::Moment);
    }
    let (terminal, action) = line.split_once(' ')?;
    let terminal = terminal.parse().ok()?;
    match action.split_once(' ').unwrap_or((action, "")) {
        ("$", command) => Some(Step::Type(terminal, command)),
        ("shows", words) => Some(Step::See(terminal, words.replace("\\n", "\n"))),
        ("ends", "") => Some(Step::End(terminal)),
        ("^C", "") => Some(Step::Interrupt(terminal)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CommandLine;
    use std::collections::HashSet;

    /// The loopback, by its names.
    const HERE: [&str; 4] = ["localhost", "127.0.0.1", "127.0.0.2", "::1"];

    #[test]
    fn every_line_is_understood() {
        for lines in paragraphs() {
            assert!(experiment(&lines).is_some(), "{lines:#?}");
        }
        for line in ["", "moment 1", "$ ls", "1", "x ends", "1 ends now", "1 types ls", "-1 ends"] {
            assert_eq!(step(line), None, "{line}");
        }
        assert_eq!(step(r"2 shows a\n"), Some(Step::See(2, "a\n".to_owned())));
    }

    #[test]
    fn each_has_a_name_of_its_own() {
        let names: HashSet<_> = EXPERIMENTS.iter().map(|experiment| experiment.name).collect();
        assert_eq!(names.len(), EXPERIMENTS.len());
    }

    #[test]
    fn what_is_typed_are_programs_of_the_workspace_that_stay_on_this_machine() {
        for (_, command) in EXPERIMENTS.iter().flat_map(Experiment::typed) {
            let line = CommandLine::parse(command).unwrap_or_else(|| panic!("not one of ours: {command}"));
            let mut words = line.arguments.iter().map(String::as_str);
            // A host and a port as two words, or as one.
            let host =
                words.clone().zip(words.clone().skip(1)).find(|(_, port)| ["1081", "0"].contains(port));
            let host =
                host.map(|(host, _)| host).or_else(|| words.find_map(|word| word.strip_suffix(":1081")));
            assert!(host.is_none_or(|host| HERE.contains(&host)), "{command}");
            assert!(host.is_some() || line.program.example.is_some(), "{command}");
        }
    }

    #[test]
    fn a_step_is_about_a_terminal_in_which_something_was_typed() {
        for experiment in EXPERIMENTS.iter() {
            let mut used = HashSet::new();
            for step in &experiment.steps {
                match step {
                    Step::Type(terminal, _) => drop(used.insert(terminal)),
                    Step::See(terminal, _) | Step::End(terminal) | Step::Interrupt(terminal) => {
                        assert!(used.contains(terminal), "{}: {step:?}", experiment.name);
                    }
                    Step::Moment => {}
                }
            }
            assert_eq!(used.len(), experiment.terminals(), "{}", experiment.name);
        }
    }
}
