//! The names of exercises.

/// The stage, the number and the name in `ex2_5_half_close`, as the test target of an exercise is called.
#[must_use]
pub fn parse_exercise(target: &str) -> Option<(u32, u32, &str)> {
    let (stage, rest) = target.strip_prefix("ex")?.split_once('_')?;
    let (number, name) = rest.split_once('_')?;
    Some((stage.parse().ok()?, number.parse().ok()?, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_an_exercise_if_its_name_says_so() {
        assert_eq!(parse_exercise("ex2_5_half_close"), Some((2, 5, "half_close")));
        for other in ["examples", "ex_5_half", "ex_2", "ex2_half", "ex2_half_close", "command_line", "ex2_5"]
        {
            assert_eq!(parse_exercise(other), None, "{other}");
        }
    }
}
