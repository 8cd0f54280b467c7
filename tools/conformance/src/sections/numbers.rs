//! The second rung of a calculator: powers, remainders, names, and how numbers are written.
//!
//! How a number is written counts only in the checks about that.

use crate::{
    check::{Check, Lines, Required, Section, Steps, Values},
    lesson::{PARSING, SPECIFICATION},
    trial::Expected::{Error, Value},
};

pub(crate) const SECTION: Section =
    Section { name: "numbers", title: "powers, names, and how numbers are written", checks: CHECKS };

const FORMAT: &str =
    "the language's usual way of printing a number was taken, and it has another idea than the protocol";

const CHECKS: &[Check] = &[
    Check {
        name: "a_power_is_written_with_a_caret",
        level: Required(&["P21", "P22"]),
        requirement: "`^` is the power, and is calculated before products",
        cause: "in Python, C, Java, Go and JavaScript, `^` is the exclusive or of bits. A language's own `eval` does not know this protocol.",
        lesson: PARSING,
        next: "2^10 has to be 1024, and 2*3^2 has to be 18",
        body: Values(&[("2^10", "1024"), ("2*3^2", "18"), ("2^3*2", "16"), ("4^0.5", "2")]),
    },
    Check {
        name: "powers_go_from_right_to_left",
        level: Required(&["P24"]),
        requirement: "a power is calculated from right to left",
        cause: "a power is parsed in the same loop as a sum, from left to right.",
        lesson: PARSING,
        next: "2^3^2 is 2^(3^2): the right side of a power is a power again",
        body: Values(&[("2^3^2", "512"), ("(2^3)^2", "64")]),
    },
    Check {
        name: "a_sign_binds_less_than_a_power",
        level: Required(&["P25"]),
        requirement: "a sign binds less tightly than a power",
        cause: "the sign was made a part of the number, so that -2^2 is (-2)^2.",
        lesson: PARSING,
        next: "read the sign as an operator of its own, whose operand is the whole power",
        body: Values(&[("-2^2", "-4"), ("(-2)^2", "4"), ("--2^2", "4")]),
    },
    Check {
        name: "the_right_side_of_a_power_may_have_a_sign",
        level: Required(&["P21"]),
        requirement: "the right side of a power may begin with a sign",
        cause: "after `^` the parser expects a number, and not an operand with its signs.",
        lesson: PARSING,
        next: "2^-1 has to be 0.5",
        body: Values(&[("2^-1", "0.5"), ("2^--2", "4"), ("2^-1*4", "2")]),
    },
    Check {
        name: "a_remainder_has_the_sign_of_its_left_side",
        level: Required(&["P29"]),
        requirement: "`%` is the remainder, with the sign of its left side",
        cause: "the languages differ: the `%` of Python has the sign of its right side, those of C, Java, Go and JavaScript the sign of the left.",
        lesson: SPECIFICATION,
        next: "in Python, take math.fmod instead of %",
        body: Values(&[("7%3", "1"), ("-7%3", "-1"), ("7%-3", "1"), ("5.5%2", "1.5"), ("20%12*3", "24")]),
    },
    Check {
        name: "two_numbers_have_names",
        level: Required(&["P21"]),
        requirement: "`pi` and `e` are numbers",
        cause: "the tokenizer does not know names, or knows a name only as a function.",
        lesson: PARSING,
        next: "a name that no parenthesis follows is a constant",
        body: Values(&[
            ("pi", "3.141592653589793"),
            ("e", "2.718281828459045"),
            ("2*pi", "6.283185307179586"),
        ]),
    },
    Check {
        name: "eight_functions_take_one_argument",
        level: Required(&["P21"]),
        requirement: "sqrt, abs, exp, ln, log10, sin, cos and tan take one argument in parentheses",
        cause: "a function has another name in your language: `ln` is mostly called log there.",
        lesson: SPECIFICATION,
        next: "keep a table with the eight names of the grammar, and the function of your language for each",
        body: Values(&[
            ("sqrt(9)", "3"),
            ("abs(-2.5)", "2.5"),
            ("exp(1)", "2.718281828459045"),
            ("ln(2)", "0.6931471805599453"),
            ("log10(100)", "2"),
            ("sin(1)", "0.8414709848078965"),
            ("cos(0)", "1"),
            ("tan(1)", "1.5574077246549023"),
            ("sqrt(3*3)", "3"),
            ("abs(abs(-1)-3)", "2"),
        ]),
    },
    Check {
        name: "a_number_may_have_a_point_and_an_exponent",
        level: Required(&["P21"]),
        requirement: "a number has digits, perhaps a point, perhaps an exponent",
        cause: "the tokenizer stops at a point, at an e, or at the sign of an exponent.",
        lesson: PARSING,
        next: "compare your tokenizer with the grammar's line about numbers: .5, 5. and 2.5E+6 are numbers, too",
        body: Values(&[
            ("3.5", "3.5"),
            (".5", "0.5"),
            ("5.", "5"),
            ("1e3", "1000"),
            ("25e-1", "2.5"),
            ("2.5E+6", "2500000"),
            (".5e1", "5"),
            ("007", "7"),
        ]),
    },
    Check {
        name: "an_e_is_an_exponent_if_digits_follow",
        level: Required(&["P30"]),
        requirement: "an `e` after digits belongs to the number if more digits follow, with or without a sign; otherwise an operator is missing",
        cause: "the tokenizer decides at the e, without a look at what follows it.",
        lesson: SPECIFICATION,
        next: "look two characters ahead: 2e1 is 20, and 2e is an error",
        body: Steps(|trial| {
            trial.ask("2e1", Value("20"))?;
            trial.ask("1e1+1", Value("11"))?;
            trial.ask("2e", Error)?;
            trial.ask("2e+", Error)
        }),
    },
    Check {
        name: "a_whole_number_has_no_point",
        level: Required(&["P37"]),
        requirement: "a whole number has no point, and zero has no sign",
        cause: FORMAT,
        lesson: SPECIFICATION,
        next: "14.0 has to be written as 14, and -0 as 0. In Python: int(value), if value.is_integer() and abs(value) < 1e16",
        body: Lines(&[("28/2", "14"), ("2.50*2", "5"), ("0*-1", "0"), ("-0", "0")]),
    },
    Check {
        name: "a_number_has_the_fewest_digits",
        level: Required(&["P33", "P34"]),
        requirement: "a number has the fewest digits that read back as the same 64-bit number",
        cause: "the number was printed with a fixed number of digits (%g, %f), or calculated with 32 bits or in decimal.",
        lesson: SPECIFICATION,
        next: "Python's repr, Java's Double.toString since 19, Go's FormatFloat with -1 and JavaScript's String find the fewest digits; in C, try %.15g, %.16g and %.17g",
        body: Lines(&[
            ("0.1+0.2", "0.30000000000000004"),
            ("0.7+0.1", "0.7999999999999999"),
            ("1.1*3", "3.3000000000000003"),
            ("0.1+0.5", "0.6"),
        ]),
    },
    Check {
        name: "large_numbers_have_an_exponent",
        level: Required(&["P35", "P36"]),
        requirement: "from 1e16 on, a number is written with an exponent, as 1e16, and below without",
        cause: FORMAT,
        lesson: SPECIFICATION,
        next: "compare the forms: 1e16 and not 1e+16 nor 1.0E16, but 12345678901234.5",
        body: Lines(&[
            ("12345678901234.5", "12345678901234.5"),
            ("9999999999999998", "9999999999999998"),
            ("10000000000000000", "1e16"),
            ("-1e16", "-1e16"),
            ("15e8*1e9", "1.5e18"),
            ("1e308", "1e308"),
        ]),
    },
    Check {
        name: "small_numbers_have_an_exponent",
        level: Required(&["P35", "P36"]),
        requirement: "below 0.0001, a number other than zero is written with an exponent, as 1e-5, and from there on without",
        cause: FORMAT,
        lesson: SPECIFICATION,
        next: "compare the forms: 1e-5 and not 1e-05, but 0.0001",
        body: Lines(&[
            ("0.0001", "0.0001"),
            ("0.00012", "0.00012"),
            ("0.000099", "9.9e-5"),
            ("-0.00001", "-1e-5"),
            ("0.0000000001", "1e-10"),
        ]),
    },
    Check {
        name: "the_largest_and_the_smallest_numbers_are_read",
        level: Required(&["P33"]),
        requirement: "numbers of 64 bits reach from 5e-324 to 1.7976931348623157e308, and what is smaller is zero",
        cause: "numbers are calculated with 32 bits, or read by a function that refuses what is too small.",
        lesson: SPECIFICATION,
        next: "read numbers by your language's own function for 64-bit floating point",
        body: Values(&[
            ("1.7976931348623157e308", "1.7976931348623157e308"),
            ("2.2250738585072014e-308", "2.2250738585072014e-308"),
            ("5e-324*1e300", "4.94065645841247e-24"),
            ("1e-400", "0"),
        ]),
    },
];
