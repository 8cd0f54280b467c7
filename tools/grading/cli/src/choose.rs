//! Which exercises somebody asks for.

use crate::{exercise::Exercise, renamed::renamed};

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

/// No exercise is called that.
#[derive(Debug, thiserror::Error)]
#[error("there is no exercise `{word}`{suggestion}{list}")]
pub(crate) struct Unknown {
    word: String,
    suggestion: String,
    list: String,
}

impl Unknown {
    fn new(word: &str, all: &[Exercise]) -> Self {
        if let Some(Exercise { name, .. }) = renamed(all, word) {
            let suggestion = format!(": it is called `{name}` now. Try: cargo grade {name}");
            return Self { word: word.to_owned(), suggestion, list: String::new() };
        }
        let alike = |exercise: &&Exercise| strsim::jaro_winkler(word, &exercise.name);
        let nearest = all.iter().max_by(|one, other| alike(one).total_cmp(&alike(other)));
        let suggestion = nearest.filter(|nearest| alike(nearest) >= ALIKE);
        let suggestion = suggestion.map(|nearest| format!("; did you mean `{}`?", nearest.name));
        Self { word: word.to_owned(), suggestion: suggestion.unwrap_or_default(), list: list(all) }
    }
}

/// The names of all exercises, a line for each stage.
fn list(all: &[Exercise]) -> String {
    let stages = all.chunk_by(|one, other| one.stage == other.stage).map(|stage| {
        let names: Vec<_> = stage.iter().map(|exercise| exercise.name.as_str()).collect();
        format!("\n  {}  {}", stage[0].stage, names.join(", "))
    });
    format!("\nThe exercises, by stage:{}", stages.collect::<String>())
}
