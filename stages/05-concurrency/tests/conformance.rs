//! Every model keeps the protocol to the letter, whatever its clients do, and whoever wrote them.

mod support;

use support::{each_model, start};
use testkit::{
    Program,
    conformance::{busy, conversations, faults},
};

/// Holds each model to one of the suite's promises.
#[track_caller]
fn each_keeps(promise: fn(&Program)) {
    each_model(|model| promise(&start(model, &[])));
}

#[test]
fn the_protocol_is_kept_to_the_letter() {
    each_keeps(conversations);
}

#[test]
fn a_line_may_come_a_byte_at_a_time() {
    each_keeps(faults::a_line_may_come_a_byte_at_a_time);
}

#[test]
fn several_lines_in_one_segment_are_answered_in_order() {
    each_keeps(faults::several_lines_in_one_segment_are_answered_in_order);
}

#[test]
fn a_last_line_without_an_end_is_answered() {
    each_keeps(faults::a_last_line_without_an_end_is_answered);
}

#[test]
fn lines_of_every_byte_value_are_answered() {
    each_keeps(faults::lines_of_every_byte_value_are_answered);
}

#[test]
fn after_a_line_of_400_kilobytes_the_next_is_answered() {
    each_keeps(faults::after_a_line_of_400_kilobytes_the_next_is_answered);
}

#[test]
fn a_flood_without_a_line_end_costs_no_memory() {
    each_keeps(faults::a_flood_without_a_line_end_costs_no_memory);
}

#[test]
fn a_hundred_thousand_parentheses_are_refused() {
    each_keeps(faults::a_hundred_thousand_parentheses_are_refused);
}

#[test]
fn a_newcomer_to_a_full_server_is_told_that_it_is_busy() {
    each_model(|model| {
        let server = start(model, &["--max-clients", "1"]);
        let mut inside = server.connect();
        assert_eq!(inside.ask("1+1"), "2", "{model}");
        busy::a_newcomer_to_a_full_server_is_told_that_it_is_busy(&server);
        assert_eq!(inside.ask("2+2"), "4", "{model}");
    });
}

#[test]
fn clients_that_reset_in_mid_line_leave_nothing_behind() {
    each_keeps(faults::clients_that_reset_in_mid_line_leave_nothing_behind);
}

#[test]
fn clients_that_vanish_with_replies_pending_leave_nothing_behind() {
    each_keeps(faults::clients_that_vanish_with_replies_pending_leave_nothing_behind);
}

#[cfg(unix)]
mod external_clients {
    use super::each_keeps;
    use testkit::conformance::external_clients;

    #[test]
    fn netcat_is_answered() {
        each_keeps(external_clients::netcat_is_answered);
    }

    #[test]
    fn telnet_is_answered() {
        each_keeps(external_clients::telnet_is_answered);
    }

    #[test]
    fn socat_is_answered() {
        each_keeps(external_clients::socat_is_answered);
    }

    #[test]
    fn a_python_socket_is_answered() {
        each_keeps(external_clients::a_python_socket_is_answered);
    }
}
