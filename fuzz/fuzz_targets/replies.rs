//! Whatever a server sends, our client makes the same of it.
#![no_main]
libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzz_targets::replies(input));
