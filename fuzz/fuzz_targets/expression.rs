//! Any line is answered, and what is an expression means what it prints.
#![no_main]
libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzz_targets::expression(input));
