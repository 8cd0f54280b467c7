//! Exercises that had another name once: whoever types the old one is told the new one.

use crate::exercise::{Exercise, parts};

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

/// The exercise that this was the name of, or the test: numbers change, too (`ex3_3_bounded_lines`).
pub(crate) fn renamed<'a>(all: &'a [Exercise], word: &str) -> Option<&'a Exercise> {
    let name = parts(word).map_or(word, |(_, _, name)| name);
    let name = RENAMED.iter().find(|(old, _)| *old == name).map_or(name, |(_, new)| new);
    all.iter().find(|exercise| exercise.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Workspace;
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
