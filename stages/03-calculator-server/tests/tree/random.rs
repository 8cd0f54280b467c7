//! Random trees.

use super::{
    Calculation,
    Tree::{self, Constant, Function, Number, Operator, Parentheses, Sign},
};
use proptest::{collection::vec, prelude::*, sample::select};
use std::f64::consts;

const FUNCTIONS: [(&str, Calculation); 8] = [
    ("sqrt", f64::sqrt),
    ("abs", f64::abs),
    ("exp", f64::exp),
    ("ln", f64::ln),
    ("log10", f64::log10),
    ("sin", f64::sin),
    ("cos", f64::cos),
    ("tan", f64::tan),
];

/// Any expression of some sixty parts.
pub(crate) fn tree() -> impl Strategy<Value = Tree> {
    leaf().prop_recursive(8, 64, 2, |tree| {
        let function = (select(&FUNCTIONS), tree.clone());
        prop_oneof![
            6 => (symbol(), tree.clone(), tree.clone()).prop_map(operator),
            2 => (sign(), tree.clone()).prop_map(|(sign, operand)| Sign(sign, operand.into())),
            1 => function.prop_map(|((name, function), argument)| Function(name, function, argument.into())),
            1 => tree.prop_map(|tree| Parentheses(tree.into())),
        ]
    })
}

/// An expression that is hundreds of parts deep, with a bit more at each.
pub(crate) fn spine() -> impl Strategy<Value = Tree> {
    let part = prop_oneof![
        (symbol(), leaf()).prop_map(|(symbol, leaf)| Part::Left(symbol, leaf)),
        (symbol(), leaf()).prop_map(|(symbol, leaf)| Part::Right(symbol, leaf)),
        sign().prop_map(Part::Sign),
        Just(Part::Parentheses),
    ];
    let grown = |tree, part| match part {
        Part::Left(symbol, leaf) => operator((symbol, leaf, tree)),
        Part::Right(symbol, leaf) => operator((symbol, tree, leaf)),
        Part::Sign(sign) => Sign(sign, Box::new(tree)),
        Part::Parentheses => Parentheses(Box::new(tree)),
    };
    (leaf(), vec(part, 0..300)).prop_map(move |(leaf, parts)| parts.into_iter().fold(leaf, grown))
}

/// What a spine grows by.
#[derive(Debug, Clone)]
enum Part {
    Left(char, Tree),
    Right(char, Tree),
    Sign(char),
    Parentheses,
}

fn leaf() -> impl Strategy<Value = Tree> + Clone {
    prop_oneof![
        6 => "[0-9]".prop_map(Number),
        3 => r"([0-9]{1,3}(\.[0-9]{0,3})?|\.[0-9]{1,3})([eE][+-]?[0-9]{1,2})?".prop_map(Number),
        1 => Just(Constant("pi", consts::PI)),
        1 => Just(Constant("e", consts::E)),
    ]
}

fn symbol() -> impl Strategy<Value = char> + Clone {
    select(&['+', '-', '*', '/', '%', '^'])
}

fn sign() -> impl Strategy<Value = char> + Clone {
    select(&['+', '-'])
}

fn operator((symbol, left, right): (char, Tree, Tree)) -> Tree {
    Operator(symbol, Box::new(left), Box::new(right))
}
