//! Texts beside their expressions, values and errors.

use calculator_server::{Expression, Number};
use std::fmt::Write as _;

/// Each text, with all its parentheses, and its value.
#[test]
fn an_expression_is_understood_with_these_parentheses_and_has_this_value() {
    let mut table = String::new();
    for (theme, texts) in [
        ("products before sums", "2+3*4 | 2*3+4 | (2+3)*4 | 1+2*3-4/2"),
        ("from left to right", "10-4-3 | 10-(4-3) | 1-2+3 | 100/10/5 | 100/10*5 | 20%12*3 | 20*12%3"),
        ("powers, from right to left", "2*3^2 | 2^3*2 | 2^3^2 | (2^3)^2 | 2^-1 | 2^-1^2 | 2^-1*4 | 0^0"),
        ("signs", "+5 | --2 | -+2 | 2--3 | 2*-3 | -2*3 | -(2+3) | -2^2 | (-2)^2 | -7%3 | 7%-3 | -0"),
        ("superfluous parentheses and blanks", "((((7)))) | (((1)+2)+3) |  1 + 2  | sqrt ( 9 )"),
        ("constants", "pi | e | 2*pi | e-1 | 1e1+e"),
        ("functions", "sqrt(9) | abs(-2.5) | exp(0) | ln(e) | log10(100) | sin(0) | cos(pi) | tan(0)"),
        ("functions as operands", "-sqrt(9)^2 | 2^sqrt(9) | sqrt(3^2+4^2) | abs(abs(-1)-3)"),
        ("numbers", "12 | 3.5 | .5 | 5. | 007 | 1e3 | 1e-3 | 2.5E+6 | 1e15 | 1e16 | 0.0001 | 0.00001"),
        ("the fewest digits", "0.1+0.2 | 1/3 | 2/3 | 2^64 | 5e-324"),
        ("no value", "1/0 | 1%0 | 0^-1 | 10^400 | -1e308*10 | sqrt(-1) | (-1)^0.5 | ln(0) | 1/(1e308*10)"),
    ] {
        writeln!(table, "# {theme}").unwrap();
        for text in texts.split(" | ") {
            let expression: Expression = text.parse().unwrap();
            let value = expression.evaluate().map(|value| Number(value).to_string());
            let value = value.unwrap_or_else(|error| format!("error: {error}"));
            writeln!(table, "{text:<16} {:<30} {value}", expression.to_string()).unwrap();
        }
        writeln!(table).unwrap();
    }
    insta::assert_snapshot!(table);
}

/// Each text, and below it a caret at the error, and the reason.
#[test]
fn a_text_that_is_no_expression_is_refused_where_it_goes_wrong() {
    let mut table = String::new();
    for (theme, texts) in [
        ("nothing", " |    "),
        ("no operand", "+ | 2+ | 2+   | 2+*3 | *2 | 2**3 | 2*(3+ | () | sqrt() | )"),
        ("no operator", "1 2 | 2(3) | (1)(2) | 2pi | pi e | 2e | 2e+ | 1.2.3 | 1..2"),
        ("no partner", "2*(3 | ((1) | sqrt(4 | 1+(2+(3) | 2+3)*4 | (1))"),
        ("no argument", "sqrt | sqrt 4 | 1+log10*2"),
        ("no such name", "x | 1 + tau | log(1) | PI | pi2 | inf | 0x10"),
        ("no such character", "1,5 | 1=1 | . | 2*. | .e | 1_000 | √4 | 1+é | 1 + 😀 | '"),
        ("no such number", "1e309 | 1+1e400"),
    ] {
        writeln!(table, "# {theme}\n").unwrap();
        for text in texts.split(" | ") {
            let error = text.parse::<Expression>().unwrap_err();
            writeln!(table, "{text}\n{:>column$} {error}\n", '^', column = error.column).unwrap();
        }
    }
    insta::assert_snapshot!(table);
}
