//! The grades as `JUnit` XML, which nearly every CI can show.

use crate::outcome::Outcome;
use anstream::adapter::strip_str;
use grading_contract::{CheckReport, Verdict};
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};
use std::io;

type Xml = Writer<Vec<u8>>;

/// All of it: a suite for each exercise, a case for each check.
pub(crate) fn report(outcomes: &[Outcome<'_>]) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let suites = xml.create_element("testsuites").with_attribute(("name", "cargo grade"));
    suites
        // All of a suite's but the last: the schema of Jenkins knows it of single suites only.
        .with_attributes(attributes(&counts(outcomes)).take(4))
        .write_inner_content(|xml| outcomes.iter().try_for_each(|outcome| suite(xml, outcome)))?;
    xml.get_mut().push(b'\n');
    Ok(xml.into_inner())
}

fn suite(xml: &mut Xml, outcome: &Outcome<'_>) -> io::Result<()> {
    let suite = xml.create_element("testsuite").with_attribute(("name", outcome.exercise.target.as_str()));
    let counts = counts(std::slice::from_ref(outcome));
    suite
        .with_attributes(attributes(&counts))
        .write_inner_content(|xml| outcome.checks.iter().try_for_each(|check| case(xml, outcome, check)))?;
    Ok(())
}

fn case(xml: &mut Xml, outcome: &Outcome<'_>, check: &CheckReport) -> io::Result<()> {
    let case = xml
        .create_element("testcase")
        .with_attributes([("name", check.name.as_str()), ("classname", outcome.exercise.target.as_str())]);
    let kind = match check.verdict {
        Verdict::Passed => return case.write_empty().map(drop),
        Verdict::Failed | Verdict::TimedOut => "failure",
        Verdict::DoesNotCompile => "error",
        Verdict::NotStarted => "skipped",
    };
    let word = check.verdict.word();
    case.write_inner_content(|xml| {
        let element = xml.create_element(kind).with_attribute(("message", word));
        if kind == "skipped" {
            return element.write_empty().map(drop);
        }
        let text = if check.message.is_empty() { outcome.reasons.join("\n") } else { check.message.clone() };
        element.with_attribute(("type", word)).write_text_content(BytesText::new(&allowed(&text))).map(drop)
    })?;
    Ok(())
}

/// The numbers that a suite, and all suites together, begin with.
fn counts(outcomes: &[Outcome<'_>]) -> [(&'static str, String); 5] {
    let count = |verdicts: &[Verdict]| {
        let checks = outcomes.iter().flat_map(|outcome| &outcome.checks);
        checks.filter(|check| verdicts.is_empty() || verdicts.contains(&check.verdict)).count().to_string()
    };
    let seconds: f64 = outcomes.iter().map(|outcome| outcome.time.as_secs_f64()).sum();
    [
        ("tests", count(&[])),
        ("failures", count(&[Verdict::Failed, Verdict::TimedOut])),
        ("errors", count(&[Verdict::DoesNotCompile])),
        ("time", format!("{seconds:.3}")),
        ("skipped", count(&[Verdict::NotStarted])),
    ]
}

fn attributes<'a>(counts: &'a [(&'static str, String)]) -> impl Iterator<Item = (&'a str, &'a str)> {
    counts.iter().map(|(name, count)| (*name, count.as_str()))
}

/// Without colours and the control characters that XML cannot say, not even escaped.
fn allowed(text: &str) -> String {
    let text = strip_str(text).to_string();
    text.replace(|character: char| character.is_control() && !matches!(character, '\n' | '\t'), "\u{fffd}")
}
