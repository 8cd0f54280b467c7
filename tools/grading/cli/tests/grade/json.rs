//! What programs read, as docs/grading/schema.json says. (.ci/grading holds it against the schema itself.)

use crate::fixture::Fixture;
use serde_json::{Value, json};

#[test]
fn standard_output_is_one_json_value_with_the_version_of_its_schema() {
    let report = Fixture::planted().report(&["passes", "not_started"]);
    assert_eq!(report["schema"], 2);
    assert_eq!(
        (&report["passed"], &report["points"], &report["maximum"]),
        (&json!(false), &json!(4), &json!(6))
    );
    let names: Vec<_> = report["exercises"].as_array().unwrap().iter().map(|it| &it["name"]).collect();
    assert_eq!(names, ["passes", "not_started"]);
}

#[test]
fn an_exercise_has_its_checks_with_their_messages() {
    let mut report = Fixture::planted().report(&["fails"]);
    let exercise = report["exercises"][0].take();
    assert!(exercise["seconds"].as_f64().unwrap() > 0.0);
    assert_eq!(exercise["folder"], "stages/01-verdicts/exercises/fails");
    assert_eq!(
        exercise["checks"][0],
        json!({
            "name": "the_end_comes_back", "verdict": "passed", "points": 1, "maximum": 1, "message": null
        })
    );
    assert!(
        exercise["checks"][1]["message"].as_str().unwrap().starts_with("Requirement not met: what is said")
    );
}

#[test]
fn what_rustc_says_is_among_the_reasons_without_its_colours() {
    let report = Fixture::planted().report(&["does_not_compile"]);
    let reasons = report["exercises"][0]["reasons"].as_array().unwrap();
    assert_eq!(reasons.len(), 2);
    assert!(reasons[0].as_str().unwrap().starts_with("error[E0308]: mismatched types\n"), "{reasons:?}");
}

#[test]
fn where_nothing_can_be_compared_it_says_why() {
    let report = Fixture::planted().report(&["passes"]);
    assert_eq!(report["comparison"]["commit"], Value::Null);
    assert_eq!(report["comparison"]["changed"], Value::Null);
    assert!(!report["comparison"]["problem"].as_str().unwrap().is_empty());
}
