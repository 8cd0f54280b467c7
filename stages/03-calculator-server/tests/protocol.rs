//! The server follows the protocol, whatever its clients do, and with clients that other people wrote.

use testkit::{
    Program,
    protocol::{conversations, faults},
};

fn server() -> Program {
    Program::start(env!("CARGO_BIN_EXE_calculator-server"), &["127.0.0.1", "0"])
}

#[test]
fn every_conversation_of_the_specification_is_followed() {
    conversations(&server());
}

#[test]
fn a_line_may_come_a_byte_at_a_time() {
    faults::a_line_may_come_a_byte_at_a_time(&server());
}

#[test]
fn several_lines_in_one_segment_are_answered_in_order() {
    faults::several_lines_in_one_segment_are_answered_in_order(&server());
}

#[test]
fn a_last_line_without_an_end_is_answered() {
    faults::a_last_line_without_an_end_is_answered(&server());
}

#[test]
fn lines_of_every_byte_value_are_answered() {
    faults::lines_of_every_byte_value_are_answered(&server());
}

#[test]
fn after_a_line_of_400_kilobytes_the_next_is_answered() {
    faults::after_a_line_of_400_kilobytes_the_next_is_answered(&server());
}

#[test]
fn a_flood_without_a_line_end_costs_no_memory() {
    faults::a_flood_without_a_line_end_costs_no_memory(&server());
}

#[test]
fn a_hundred_thousand_parentheses_are_refused() {
    faults::a_hundred_thousand_parentheses_are_refused(&server());
}

#[test]
fn clients_that_reset_in_mid_line_leave_nothing_behind() {
    faults::clients_that_reset_in_mid_line_leave_nothing_behind(&server());
}

#[test]
fn clients_that_vanish_with_replies_pending_leave_nothing_behind() {
    faults::clients_that_vanish_with_replies_pending_leave_nothing_behind(&server());
}

#[cfg(unix)]
mod external_clients {
    use super::server;
    use testkit::protocol::external_clients;

    #[test]
    fn netcat_is_answered() {
        external_clients::netcat_is_answered(&server());
    }

    #[test]
    fn telnet_is_answered() {
        external_clients::telnet_is_answered(&server());
    }

    #[test]
    fn socat_is_answered() {
        external_clients::socat_is_answered(&server());
    }

    #[test]
    fn a_python_socket_is_answered() {
        external_clients::a_python_socket_is_answered(&server());
    }
}
