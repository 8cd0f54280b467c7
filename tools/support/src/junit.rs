//! Results as `JUnit` XML, which nearly every CI can show: a suite for each group, a case for each check.

use anstream::adapter::strip_str;
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};
use std::{io, time::Duration};

type Xml = Writer<Vec<u8>>;

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
///
/// # Errors
///
/// None in practice: it is written to memory.
pub fn junit_report(program: &str, suites: &[JunitSuite<'_>]) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let element = xml.create_element("testsuites").with_attribute(("name", program));
    element
        // All of a suite's but the last: the schema of Jenkins knows it of single suites only.
        .with_attributes(attributes(&counts(suites)).take(4))
        .write_inner_content(|xml| suites.iter().try_for_each(|suite| write_suite(xml, suite)))?;
    xml.get_mut().push(b'\n');
    Ok(xml.into_inner())
}

fn write_suite(xml: &mut Xml, suite: &JunitSuite<'_>) -> io::Result<()> {
    let element = xml.create_element("testsuite").with_attribute(("name", suite.name));
    let counts = counts(std::slice::from_ref(suite));
    element
        .with_attributes(attributes(&counts))
        .write_inner_content(|xml| suite.cases.iter().try_for_each(|case| write_case(xml, suite, case)))?;
    Ok(())
}

fn write_case(xml: &mut Xml, suite: &JunitSuite<'_>, case: &JunitCase<'_>) -> io::Result<()> {
    let element =
        xml.create_element("testcase").with_attributes([("name", case.name), ("classname", suite.name)]);
    let kind = match case.result {
        JunitResult::Passed => return element.write_empty().map(drop),
        JunitResult::Failure => "failure",
        JunitResult::Error => "error",
        JunitResult::Skipped => "skipped",
    };
    element.write_inner_content(|xml| {
        let element = xml.create_element(kind).with_attribute(("message", case.word));
        if kind == "skipped" {
            return element.write_empty().map(drop);
        }
        let text = allowed(case.text);
        element.with_attribute(("type", case.word)).write_text_content(BytesText::new(&text)).map(drop)
    })?;
    Ok(())
}

/// The numbers that a suite, and all suites together, begin with.
fn counts(suites: &[JunitSuite<'_>]) -> [(&'static str, String); 5] {
    let count = |result: Option<JunitResult>| {
        let cases = suites.iter().flat_map(|suite| &suite.cases);
        cases.filter(|case| result.is_none_or(|result| case.result == result)).count().to_string()
    };
    let seconds: f64 = suites.iter().map(|suite| suite.time.as_secs_f64()).sum();
    [
        ("tests", count(None)),
        ("failures", count(Some(JunitResult::Failure))),
        ("errors", count(Some(JunitResult::Error))),
        ("time", format!("{seconds:.3}")),
        ("skipped", count(Some(JunitResult::Skipped))),
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
