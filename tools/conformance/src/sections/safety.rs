//! The sixth rung of a calculator: what the network sends is never executed. The probes do nothing but calculate.

use crate::{
    check::{Check, Errors, Required, Section, Steps},
    lesson::NEVER_EXECUTE,
    trial::Expected::{Error, Value},
};

pub(crate) const SECTION: Section =
    Section { name: "safety", title: "what the network sends is never executed", checks: CHECKS };

const CAUSE: &str = "the line is given to something that executes code. Everybody who can connect can then run programs on this computer.";

const NEXT: &str = "parse the line yourself, by the grammar of the protocol, and execute nothing";

const CHECKS: &[Check] = &[
    Check {
        name: "no_python_is_executed",
        level: Required(&["P28"]),
        requirement: "an expression of Python is an error",
        cause: CAUSE,
        lesson: NEVER_EXECUTE,
        next: NEXT,
        body: Errors(&[
            "len('ab')",
            "[7][0]",
            "7 if 7 else 8",
            "True",
            "int('7')",
            "7 or 8",
            "(lambda: 7)()",
            "().__class__.__name__.__len__()",
            "__import__('math').pi",
        ]),
    },
    Check {
        name: "no_javascript_is_executed",
        level: Required(&["P28"]),
        requirement: "an expression of JavaScript is an error",
        cause: CAUSE,
        lesson: NEVER_EXECUTE,
        next: NEXT,
        body: Errors(&[
            "Math.abs(-7)",
            "(() => 7)()",
            "typeof 7",
            "'7'.length",
            "[7].pop()",
            "7 ? 8 : 9",
            "`7`",
            "void 7",
            "this",
        ]),
    },
    Check {
        name: "no_java_or_template_is_executed",
        level: Required(&["P28"]),
        requirement: "an expression of Java, or of a template, is an error",
        cause: CAUSE,
        lesson: NEVER_EXECUTE,
        next: NEXT,
        body: Errors(&[
            "java.lang.Math.abs(-7)",
            "T(Math).abs(-7)",
            "${7*7}",
            "#{7*7}",
            "{{7*7}}",
            "(int) 7",
            "<%= 7 %>",
            "7L",
            "0b111",
        ]),
    },
    Check {
        name: "no_shell_is_asked",
        level: Required(&["P28"]),
        requirement: "a line for a shell, or for bc, is an error",
        cause: "the line is put into the command line of another program, such as bc or a shell.",
        lesson: NEVER_EXECUTE,
        next: NEXT,
        body: Errors(&[
            "$((7*7))",
            "$(echo 7)",
            "`echo 7`",
            "7; echo 8",
            "7 | cat",
            "7 && echo 8",
            "7 # 8",
            "scale=2",
            "$HOME",
            "7\\",
        ]),
    },
    Check {
        name: "format_strings_are_text",
        level: Required(&["P28", "P42"]),
        requirement: "a line that looks like a format is an error, and the next line is served",
        cause: "the request is used as the format of printf, or of another function that fills in values.",
        lesson: NEVER_EXECUTE,
        next: "in C: printf(\"%s\", line), never printf(line)",
        body: Steps(|trial| {
            for request in ["%s%s%s%s%s%s", "%n%n%n%n", "%x.%p.%d", "{0}{1}", "{}", "{self}", "%(name)s"] {
                let mut client = trial.next_client()?;
                client.send(format!("{request}\n7\n"))?.reply(Error)?;
                client.reply(Value("7"))?;
            }
            Ok(())
        }),
    },
    Check {
        name: "a_nul_ends_nothing",
        level: Required(&["P28"]),
        requirement: "a NUL is a byte like any other: a line with one is an error",
        cause: "the line is kept as a string that ends at its first NUL, as those of C do.",
        lesson: NEVER_EXECUTE,
        next: "keep the length of the line with its bytes",
        body: Errors(&["1+1\0", "1\x002", "7\0+", "\0"]),
    },
    Check {
        name: "no_request_takes_long",
        level: Required(&["P33", "P38"]),
        requirement: "a power that is too large is an error at once",
        cause: "whole numbers grow without limit in your language, and a few characters of a request keep a processor and the memory busy.",
        lesson: NEVER_EXECUTE,
        next: "calculate with 64-bit floating point: in Python, float(…) for each number",
        body: Errors(&["9^9^9^9", "99999999^99999999", "10^400", "7^999999999*0+7^999999999"]),
    },
];
