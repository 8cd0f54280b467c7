//! What was verified of each exercise, as a table, with all that is wrong below.

use crate::{console::Console, exercise::Exercise, text_report::sign};
use grading_contract::Verdict;

/// What a fact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    Form,
    Stub,
    Solution,
    AlsoRight,
    Wrong,
    Isolation,
}

/// Something that has to hold.
#[derive(Debug)]
pub(super) struct Fact {
    /// The name of the exercise.
    pub(super) exercise: String,
    pub(super) about: About,
    /// In words: `wrong/never_ends.rs`.
    pub(super) what: String,
    /// Why it does not hold; nothing if it does.
    pub(super) problems: Vec<String>,
}

impl Fact {
    fn holds(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Shows the table and the problems; whether there are none.
pub(super) fn print(asked: &[&Exercise], facts: &[Fact], console: &mut Console) -> anyhow::Result<bool> {
    let room = asked.iter().map(|exercise| exercise.target.len()).max().unwrap_or_default();
    console.line(&format!("{:<room$}  form  stub  solution  also right  wrong", "exercise"))?;
    for exercise in asked {
        let cell = |about| cell(facts, &exercise.name, about);
        let (form, stub) = (cell(About::Form), cell(About::Stub));
        let (solution, also_right) = (cell(About::Solution), cell(About::AlsoRight));
        let row = format!("{form:<4}  {stub:<4}  {solution:<8}  {also_right:<10}  {}", cell(About::Wrong));
        console.line(&format!("{:<room$}  {row}", exercise.target))?;
    }
    for fact in facts.iter().filter(|fact| !fact.holds()) {
        console.line(&format!("\n{} {}: {}", sign(Verdict::Failed), fact.exercise, fact.what))?;
        for problem in &fact.problems {
            console.verbatim(problem)?;
        }
    }
    let passed = facts.iter().filter(|fact| fact.holds()).count();
    console.line(&format!("\n{passed} passed, {} failed", facts.len() - passed))?;
    Ok(passed == facts.len())
}

/// `✓`, `✓ 3`, or `✗ 2 of 3`.
fn cell(facts: &[Fact], exercise: &str, about: About) -> String {
    let facts: Vec<_> =
        facts.iter().filter(|fact| fact.exercise == exercise && fact.about == about).collect();
    let good = facts.iter().filter(|fact| fact.holds()).count();
    let several = matches!(about, About::AlsoRight | About::Wrong);
    match (facts.len(), good) {
        (0, _) => "none".into(),
        (1, 1) if !several => "✓".into(),
        (1, 0) if !several => "✗".into(),
        (all, good) if all == good => format!("✓ {all}"),
        (all, good) => format!("✗ {good} of {all}"),
    }
}
