//! Results as `JUnit` XML, which nearly every CI can show: a suite for each group, a case for each check.

use anstream::adapter::strip_str;
use quick_xml::escape::escape;
use std::{slice, time::Duration};

/// Checks that belong together.
#[derive(Debug)]
pub struct JunitSuite<'a> {
    /// What it is called, and the class of its cases.
    pub name: &'a str,
    /// How long it took.
    pub time: Duration,
    /// Its checks.
    pub cases: Vec<JunitCase<'a>>,
}

/// One check.
#[derive(Debug)]
pub struct JunitCase<'a> {
    /// What it is called.
    pub name: &'a str,
    /// In which of the ways that the format knows it has ended.
    pub result: JunitResult,
    /// How it has ended, in the words of its program.
    pub word: &'a str,
    /// What there is to say to that.
    pub text: &'a str,
}

/// How a case has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JunitResult {
    /// Nothing is wrong.
    Passed,
    /// A requirement is not met.
    Failure,
    /// It could not be checked.
    Error,
    /// It was not checked.
    Skipped,
}

/// All of it.
#[must_use]
pub fn junit_report(program: &str, suites: &[JunitSuite<'_>]) -> String {
    let (program, counts) = (escape(program), counts(suites));
    let suites: String = suites.iter().map(suite_element).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{program}\" {counts}>\n{suites}</testsuites>\n"
    )
}

fn suite_element(suite: &JunitSuite<'_>) -> String {
    let (name, counts) = (escape(suite.name), counts(slice::from_ref(suite)));
    // Only here: the schema of Jenkins does not know it of all suites together.
    let skipped = suite.cases.iter().filter(|case| case.result == JunitResult::Skipped).count();
    let cases: String = suite.cases.iter().map(|case| case_element(&name, case)).collect();
    format!("  <testsuite name=\"{name}\" {counts} skipped=\"{skipped}\">\n{cases}  </testsuite>\n")
}

fn case_element(class: &str, case: &JunitCase<'_>) -> String {
    let text = allowed(case.text);
    let [name, word, text] = [case.name, case.word, &text].map(escape);
    let failed = |kind| format!("<{kind} message=\"{word}\" type=\"{word}\">{text}</{kind}>");
    let result = match case.result {
        JunitResult::Passed => {
            return format!("    <testcase name=\"{name}\" classname=\"{class}\"/>\n");
        }
        JunitResult::Failure => failed("failure"),
        JunitResult::Error => failed("error"),
        JunitResult::Skipped => format!("<skipped message=\"{word}\"/>"),
    };
    format!("    <testcase name=\"{name}\" classname=\"{class}\">\n      {result}\n    </testcase>\n")
}

/// The numbers that a suite, and all suites together, begin with.
fn counts(suites: &[JunitSuite<'_>]) -> String {
    let cases = || suites.iter().flat_map(|suite| &suite.cases);
    let count = |result| cases().filter(|case| case.result == result).count();
    let (tests, failures, errors) = (cases().count(), count(JunitResult::Failure), count(JunitResult::Error));
    let time: f64 = suites.iter().map(|suite| suite.time.as_secs_f64()).sum();
    format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" time=\"{time:.3}\"")
}

/// Without colours and the control characters that XML cannot say, not even escaped.
fn allowed(text: &str) -> String {
    let text = strip_str(text).to_string();
    text.replace(|character: char| character.is_control() && !matches!(character, '\n' | '\t'), "\u{fffd}")
}
