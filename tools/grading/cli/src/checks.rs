//! The checks of an exercise: their names, and the points that each is worth.

use serde_json::Value;
use std::collections::BTreeMap;

/// The names of the checks in the text of a grade.rs: test functions at the top level.
pub(crate) fn named_in(grader: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut lines = grader.lines();
    while lines.any(|line| line.starts_with("#[test]")) {
        let function = lines.by_ref().find(|line| !line.starts_with("#["));
        let name = function.and_then(|line| line.strip_prefix("fn ")?.split_once('('));
        names.extend(name.map(|(name, _)| name.to_owned()));
    }
    names
}

/// What the checks of one exercise are worth: a point each, unless the package's metadata says otherwise.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Points {
    each: u64,
    named: BTreeMap<String, u64>,
}

impl Points {
    /// Reads `package.metadata.grade.points`: `half_close = 2` for each check, `half_close = { CHECK = 3 }` for some.
    pub(crate) fn of(metadata: &Value, exercise: &str) -> Self {
        let points = &metadata["grade"]["points"][exercise];
        let named = points.as_object().into_iter().flatten();
        let named = named.filter_map(|(check, points)| Some((check.clone(), points.as_u64()?)));
        Self { each: points.as_u64().unwrap_or(1), named: named.collect() }
    }

    pub(crate) fn worth(&self, check: &str) -> u64 {
        self.named.get(check).copied().unwrap_or(self.each)
    }

    /// The checks that are given points of their own.
    pub(crate) fn named(&self) -> impl Iterator<Item = &str> {
        self.named.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_check_is_a_test_function_at_the_top_level() {
        let grader = "#[test]\nfn one() {\n    #[test]\n    fn inner() {}\n}\n\n\
                      #[test]\n#[cfg(unix)]\nfn two() {}\n\nfn helper() {}\n";
        assert_eq!(named_in(grader), ["one", "two"]);
    }

    #[test]
    fn a_check_is_worth_one_point_unless_the_manifest_says_otherwise() {
        let metadata = json!({"grade": {"points": {"double": 2, "mixed": {"hard": 3}}}});
        assert_eq!(Points::of(&Value::Null, "any").worth("check"), 1);
        assert_eq!(Points::of(&metadata, "double").worth("check"), 2);
        let mixed = Points::of(&metadata, "mixed");
        assert_eq!((mixed.worth("hard"), mixed.worth("other")), (3, 1));
    }
}
