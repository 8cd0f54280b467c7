//! What is being done about an exercise, in words for somebody who waits, and not in cargo's.

/// What cargo, or the grader, says that it does, as the page says it.
pub(super) fn phase(words: &str) -> String {
    let (first, rest) = words.split_once(' ').unwrap_or((words, ""));
    let package = rest.split(' ').next().unwrap_or_default();
    match first {
        "Compiling" => format!("compiling your code and what it uses ({package})"),
        "Blocking" | "waiting" => "waiting for another build to end".to_owned(),
        "Updating" | "Locking" | "Downloading" | "Downloaded" => "downloading what it uses".to_owned(),
        "Finished" => "starting the checks".to_owned(),
        "running" => "running the checks on your code".to_owned(),
        _ => "compiling your code".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cargo_says_is_said_in_other_words() {
        for (said, shown) in [
            (
                "Compiling echo v0.1.0 (/home/me/tutorial/stages/02-echo)",
                "compiling your code and what it uses (echo)",
            ),
            ("Blocking waiting for file lock on build directory", "waiting for another build to end"),
            ("waiting for another grading to build", "waiting for another build to end"),
            ("running 2.5 half_close", "running the checks on your code"),
            ("", "compiling your code"),
        ] {
            assert_eq!(phase(said), shown, "{said}");
        }
    }
}
