//! What clients do wrong, as facts: each troubles nobody but the client.
//!
//! Each function is one test. A server that answers one client at a time passes them all, too.

mod flood;
mod unharmed;
mod vanish;
mod voice;

pub use flood::{
    a_flood_without_a_line_end_costs_no_memory, a_hundred_thousand_parentheses_are_refused,
    after_a_line_of_400_kilobytes_the_next_is_answered,
};
pub use unharmed::unharmed;
pub use vanish::{
    clients_that_reset_in_mid_line_leave_nothing_behind,
    clients_that_vanish_with_replies_pending_leave_nothing_behind,
};
pub use voice::{
    a_last_line_without_an_end_is_answered, a_line_may_come_a_byte_at_a_time,
    lines_of_every_byte_value_are_answered, several_lines_in_one_segment_are_answered_in_order,
};
