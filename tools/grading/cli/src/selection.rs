//! Which exercises somebody asks for, by their present names or old ones, and the list of all.

use crate::{exercise::Exercise, workspace::Workspace};
use support::{Console, cargo::parse_exercise};

/// Old names, and what the exercises are called now.
const RENAMED: [(&str, &str); 7] = [
    ("a_crew", "thread_pool"),
    ("a_panic_costs_no_worker", "worker_panics"),
    ("at_most_n", "connection_limit"),
    ("do_not_wait", "thread_per_client"),
    ("leave_well", "graceful_shutdown"),
    ("outlive_a_reset", "survive_resets"),
    ("try_again", "retry_with_backoff"),
];

/// How alike a word and a name must be for the one to be taken for the other with a slip: 0 is not at all, 1 the same.
const ALIKE: f64 = 0.7;

/// The exercises that the words ask for, in their order; without words, all.
pub(crate) fn choose<'a>(all: &'a [Exercise], words: &[String]) -> Result<Vec<&'a Exercise>, Unknown> {
    if let Some(word) = words.iter().find(|word| !all.iter().any(|exercise| asks_for(word, exercise))) {
        return Err(Unknown::new(word, all));
    }
    let asked = |exercise: &&Exercise| words.is_empty() || words.iter().any(|word| asks_for(word, exercise));
    Ok(all.iter().filter(asked).collect())
}

/// The one exercise of that name.
pub(crate) fn the_one<'a>(all: &'a [Exercise], word: &str) -> Result<&'a Exercise, Unknown> {
    let found = all.iter().find(|exercise| asks_for(word, exercise) && word != exercise.stage.to_string());
    found.ok_or_else(|| Unknown::new(word, all))
}

fn asks_for(word: &str, exercise: &Exercise) -> bool {
    word == exercise.name
        || word == exercise.target
        || word == exercise.place()
        || word == exercise.stage.to_string()
}

/// The exercise that this was the name of, or the test: numbers change, too (`ex3_3_bounded_lines`).
fn renamed<'a>(all: &'a [Exercise], word: &str) -> Option<&'a Exercise> {
    let name = parse_exercise(word).map_or(word, |(_, _, name)| name);
    let name = RENAMED.iter().find(|(old, _)| *old == name).map_or(name, |(_, new)| new);
    all.iter().find(|exercise| exercise.name == name)
}

/// Shows the number, the name and the title of each, and the file; with a topic those that have something to do with it, and
/// their checks.
pub(crate) fn list(
    exercises: &[&Exercise],
    topic: Option<&str>,
    workspace: &Workspace,
    console: &mut Console,
) -> anyhow::Result<bool> {
    let checks = |exercise| topic.map(|topic| checks_about(exercise, &topic.to_lowercase()));
    let listed = exercises.iter().map(|exercise| (*exercise, checks(exercise)));
    let listed: Vec<_> =
        listed.filter(|(_, checks)| checks.as_ref().is_none_or(|it| !it.is_empty())).collect();
    let room = listed.iter().map(|(exercise, _)| exercise.name.len()).max().unwrap_or_default();
    for stage in listed.chunk_by(|(one, _), (other, _)| one.stage == other.stage) {
        console.line(&format!("Stage {}, {}", stage[0].0.stage, stage[0].0.package))?;
        for (exercise, checks) in stage {
            let Exercise { name, title, .. } = exercise;
            console.line(&format!("  {:<3} {name:<room$}  {title}", exercise.place()))?;
            checks.iter().flatten().try_for_each(|check| console.line(&format!("      {check}")))?;
        }
    }
    let Some((first, _)) = listed.first() else {
        console.line(&format!("No exercise has a check about `{}`.", topic.unwrap_or_default()))?;
        return Ok(true);
    };
    let file = workspace.relative(&first.file()).replace(&first.name, "NAME");
    console.line(&format!("\nThe file to edit: {file}"))?;
    if topic.is_some() {
        console.line(&format!("To run one check: cargo test --test {} CHECK", first.target))?;
    }
    Ok(true)
}

/// The checks of an exercise that have this word in their names; all of them, if the exercise has it in its own.
fn checks_about(exercise: &Exercise, topic: &str) -> Vec<String> {
    let is_about = |name: &str| name.to_lowercase().contains(topic);
    let all = is_about(&exercise.name) || is_about(&exercise.title);
    exercise.checks().into_iter().filter(|check| all || is_about(check)).collect()
}

/// No exercise is called that: the word, and what to do instead.
#[derive(Debug, thiserror::Error)]
#[error("there is no exercise `{0}`{1}")]
pub(crate) struct Unknown(String, String);

impl Unknown {
    fn new(word: &str, all: &[Exercise]) -> Self {
        let remedy = if let Some(Exercise { name, .. }) = renamed(all, word) {
            format!(": it is called `{name}` now. Try: cargo grade {name}")
        } else {
            let alike = |exercise: &&Exercise| strsim::jaro_winkler(word, &exercise.name);
            let nearest = all.iter().max_by(|one, other| alike(one).total_cmp(&alike(other)));
            let suggestion = nearest.filter(|nearest| alike(nearest) >= ALIKE);
            let suggestion = suggestion.map(|nearest| format!("; did you mean `{}`?", nearest.name));
            suggestion.unwrap_or_default() + &names(all)
        };
        Self(word.to_owned(), remedy)
    }
}

/// The names of all exercises, a line for each stage.
fn names(all: &[Exercise]) -> String {
    let stages = all.chunk_by(|one, other| one.stage == other.stage).map(|stage| {
        let names: Vec<_> = stage.iter().map(|exercise| exercise.name.as_str()).collect();
        format!("\n  {}  {}", stage[0].stage, names.join(", "))
    });
    format!("\nThe exercises, by stage:{}", stages.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn every_old_name_leads_to_an_exercise_that_there_is() {
        let workspace = Workspace::of(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        let name = |word: &str| renamed(&workspace.exercises, word).map(|exercise| exercise.name.as_str());
        for (old, new) in RENAMED {
            assert_eq!(name(old), Some(new), "{old}");
            assert_eq!(name(&format!("ex1_1_{old}")), Some(new), "{old}");
        }
        assert_eq!(name("ex3_99_bounded_lines"), Some("bounded_lines"));
        assert_eq!(name("no_such_name"), None);
    }
}
