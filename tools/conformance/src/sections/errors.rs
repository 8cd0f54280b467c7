//! The third rung of a calculator: what has no value gets an error, and the conversation goes on.

use crate::{
    check::{Check, Errors, Recommended, Required, Section, Steps},
    failure::Failure,
    lesson::{ERROR_REPLIES, ERRORS, PARSING},
    trial::Expected::{Error, Value},
};

pub(crate) const SECTION: Section = Section {
    name: "errors",
    title: "what has no value gets an error, and the conversation goes on",
    checks: CHECKS,
};

const CHECKS: &[Check] = &[
    Check {
        name: "a_missing_operand_is_an_error",
        level: Required(&["P28"]),
        requirement: "where an operand is missing, the reply is an error",
        cause: "the error of the parser is not caught, so that nothing or something else is sent; or a missing operand counts as 0.",
        lesson: ERRORS,
        next: "catch what your parser throws, and send `error: ` and the reason",
        body: Errors(&["2+", "*2", "2+*3", "()", "+", "sqrt()", "2**3"]),
    },
    Check {
        name: "a_missing_operator_is_an_error",
        level: Required(&["P27", "P28"]),
        requirement: "multiplication is never implied: where an operator is missing, the reply is an error",
        cause: "the parser stops at the first complete expression, and does not look whether the line goes on.",
        lesson: PARSING,
        next: "after the expression, there has to be the end of the line",
        body: Errors(&["1 2", "2(3)", "(1)(2)", "2pi", "1.2.3"]),
    },
    Check {
        name: "an_unmatched_parenthesis_is_an_error",
        level: Required(&["P28"]),
        requirement: "a parenthesis without a partner is an error",
        cause: "a missing `)` is forgiven at the end of the line, or a `)` too many ends the expression.",
        lesson: PARSING,
        next: "send 2*(3 and 2+3)*4: both are errors",
        body: Errors(&["2*(3", "((1)", "sqrt(4", "2+3)*4", "(1))", ")("]),
    },
    Check {
        name: "an_unknown_name_is_an_error",
        level: Required(&["P28"]),
        requirement: "a name that the grammar does not have is an error, and so is a function without parentheses",
        cause: "names are looked up in your language, which knows more of them, or capital letters are taken for small ones.",
        lesson: PARSING,
        next: "look names up in a table of your own, with the ten names of the grammar",
        body: Errors(&["x", "1 + tau", "log(1)", "PI", "pi2", "inf", "nan", "sqrt", "sqrt 4", "max(1)"]),
    },
    Check {
        name: "an_unexpected_character_is_an_error",
        level: Required(&["P28"]),
        requirement: "a character that begins no part of an expression is an error",
        cause: "unknown characters are skipped, or your language reads more than the grammar has: 1_000, 1,5, 0x10, 1=1, digits of other writing systems.",
        lesson: PARSING,
        next: "let the tokenizer refuse what it does not know",
        body: Errors(&[
            "1,5",
            "1=1",
            ".",
            "1_000",
            "'",
            "0x10",
            "1;2",
            "1&2",
            "√4",
            "1//2",
            "٣",
            "２*3",
            "\u{feff}1",
        ]),
    },
    Check {
        name: "an_empty_line_is_an_error",
        level: Required(&["P17"]),
        requirement: "an empty line gets an error, and so does one with blanks only",
        cause: "empty lines are skipped. Their clients wait for a reply that never comes.",
        lesson: ERRORS,
        next: "treat an empty line like any other: exactly one reply for each line",
        body: Errors(&["", "   ", "\t\t"]),
    },
    Check {
        name: "what_is_not_utf8_is_an_error",
        level: Required(&["P16"]),
        requirement: "a line that is not UTF-8 gets an error",
        cause: "the line is decoded by a function that throws, or that replaces what it cannot decode, outside of the code that catches errors.",
        lesson: ERRORS,
        next: "decode each line by itself, and make an error reply of a failure. In Python, decode raises UnicodeDecodeError",
        body: Steps(|trial| {
            let lines: [&[u8]; 3] = [b"\xff", b"1+\xc3", b"\xed\xa0\x80"];
            lines.iter().try_for_each(|line| trial.ask(line, Error))
        }),
    },
    Check {
        name: "a_division_by_zero_is_an_error",
        level: Required(&["P38"]),
        requirement: "a division by zero is an error, and so is a remainder by zero",
        cause: "floating point divides by zero without complaint, and gives `inf` or `NaN`; or the exception of the division is not caught.",
        lesson: ERROR_REPLIES,
        next: "look at the divisor before you divide",
        body: Errors(&["1/0", "0/0", "1%0", "1/(2-2)"]),
    },
    Check {
        name: "a_result_that_is_too_large_is_an_error",
        level: Required(&["P38"]),
        requirement: "a result that is too large for 64-bit floating point is an error, and so is such a number",
        cause: "the reply is `inf` or `Infinity`; or whole numbers grow without bound, as in Python; or an exception is not caught (OverflowError).",
        lesson: ERRORS,
        next: "look at the result of each step: if it is not finite, the reply is an error",
        body: Errors(&["1e308*10", "-1e308-1e308", "exp(1000)", "1e309", "1+1e400", "1/(1e308*10)"]),
    },
    Check {
        name: "a_result_that_is_no_number_is_an_error",
        level: Required(&["P38"]),
        requirement: "a result that is not a number is an error",
        cause: "the reply is `NaN`, or a complex number as of Python's (-1)**0.5, or an exception is not caught (ValueError).",
        lesson: ERROR_REPLIES,
        next: "look at each result: if it is not a number, the reply is an error",
        body: Errors(&["sqrt(-1)", "ln(-1)", "ln(0)", "log10(0)", "(-1)^0.5"]),
    },
    Check {
        name: "after_an_error_the_conversation_goes_on",
        level: Required(&["P42"]),
        requirement: "after an error, the next line of the connection is served as usual",
        cause: "the server closes the connection after an error, or ends altogether; or a word such as `quit` ends the connection.",
        lesson: ERRORS,
        next: "catch errors within the loop over the lines, not around it",
        body: Steps(|trial| {
            let mut client = trial.connect()?;
            client.send("1+$\n")?.reply(Error)?;
            client.send("1+1\n")?.reply(Value("2"))?;
            for request in ["$\n", "quit\n", "exit\n"] {
                client.send(request)?.reply(Error)?;
            }
            client.send("2+2\n")?.reply(Value("4"))
        }),
    },
    Check {
        name: "the_same_request_gets_the_same_error",
        level: Required(&["P43"]),
        requirement: "the same request gets the same error when it is sent again",
        cause: "the reason has something in it that changes: a time, a counter, an address in memory.",
        lesson: ERROR_REPLIES,
        next: "say in the reason what is wrong with the request, and nothing else",
        body: Steps(|trial| {
            let first = trial.connect()?.send("1+$\n")?.line(b"error: \n")?;
            let second = trial.connect()?.send("1+$\n")?.line(&first)?;
            if first == second {
                return Ok(());
            }
            Err(Failure::differing("the second reply to the same request is another", &first, &second))
        }),
    },
    Check {
        name: "a_reason_is_a_line_for_people",
        level: Required(&["P39"]),
        requirement: "an error is `error: ` and a reason that begins in lower case, has no full stop and no control characters",
        cause: "the message of an exception is sent as it is, or the request is sent back in it.",
        lesson: ERRORS,
        next: "write the reasons yourself; name a control character of the request by its number",
        body: Steps(|trial| {
            let requests = ["1+$\n", "\x1b[31m\n", "\x07\0\n"];
            requests.iter().try_for_each(|request| trial.next_client()?.send(request)?.error_for_people())
        }),
    },
    Check {
        name: "a_reason_names_the_column",
        level: Recommended(&["P40"]),
        requirement: "where it helps, a reason ends with `at column N`, which counts characters from 1",
        cause: "the parser does not keep where a token began, or it counts columns from 0.",
        lesson: ERROR_REPLIES,
        next: "keep the place of each token with it; `1+$` is wrong at column 3",
        body: Steps(|trial| {
            for (request, column) in [("1+$\n", 3), ("1+é\n", 3), ("  2*$\n", 5)] {
                let line = trial.connect()?.send(request)?.line(b"error: ")?;
                let place = format!(" at column {column}");
                if !line.ends_with(place.as_bytes()) {
                    let expected = format!("error: (the reason){place}");
                    let what = "the reason does not end with the column";
                    return Err(Failure::differing(what, expected.as_bytes(), &line));
                }
            }
            Ok(())
        }),
    },
];
