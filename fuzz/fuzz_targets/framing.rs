//! Any bytes get the same replies, in whatever pieces they arrive.
#![no_main]
libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzz_targets::framing(input));
