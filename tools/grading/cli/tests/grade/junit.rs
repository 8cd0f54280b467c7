//! `JUnit` XML. (.ci/grading has it read by programs that are not ours.)

use crate::fixture::Fixture;
use quick_xml::{Reader, events::Event};
use std::{collections::BTreeMap, fs};

#[test]
fn each_check_is_a_case_and_each_verdict_an_element_that_every_ci_knows() {
    let planted = Fixture::planted();
    let file = planted.root.with_file_name("junit.xml");
    let report = planted.grade(&["1", "--json", "--junit", file.to_str().unwrap()]).assert().code(1);
    assert!(report.get_output().stdout.starts_with(b"{"));
    let xml = fs::read_to_string(file).unwrap();
    let mut elements = BTreeMap::<String, u32>::new();
    let mut reader = Reader::from_str(&xml);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) | Event::Empty(element) => {
                let name = element.name().as_ref().to_owned();
                *elements.entry(name).or_default() += 1;
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let elements: Vec<_> = elements.iter().map(|(name, count)| (name.as_str(), *count)).collect();
    assert_eq!(
        elements,
        [("error", 1), ("failure", 2), ("skipped", 2), ("testcase", 9), ("testsuite", 5), ("testsuites", 1)]
    );
    assert!(xml.contains("tests=\"9\" failures=\"2\" errors=\"1\" time="), "{xml}");
}

#[test]
fn a_file_that_cannot_be_written_is_named() {
    let graded = Fixture::planted().grade(&["passes", "--junit", "no/such/folder.xml"]).assert().code(1);
    graded.stderr(predicates::str::starts_with("could not write no/such/folder.xml: "));
}
