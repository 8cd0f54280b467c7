//! Every model follows the protocol to the letter, whatever its clients do, our own or programs of others.

mod support;

use support::{each_model, start};
use testkit::protocol::{conversations, faults};

each_model!(the_protocol_is_kept_to_the_letter, |model| {
    conversations(&start(model, &[]));
});

each_model!(a_line_may_come_a_byte_at_a_time, |model| {
    faults::a_line_may_come_a_byte_at_a_time(&start(model, &[]));
});

each_model!(several_lines_in_one_segment_are_answered_in_order, |model| {
    faults::several_lines_in_one_segment_are_answered_in_order(&start(model, &[]));
});

each_model!(a_last_line_without_an_end_is_answered, |model| {
    faults::a_last_line_without_an_end_is_answered(&start(model, &[]));
});

each_model!(lines_of_every_byte_value_are_answered, |model| {
    faults::lines_of_every_byte_value_are_answered(&start(model, &[]));
});

each_model!(after_a_line_of_400_kilobytes_the_next_is_answered, |model| {
    faults::after_a_line_of_400_kilobytes_the_next_is_answered(&start(model, &[]));
});

each_model!(a_flood_without_a_line_end_costs_no_memory, |model| {
    faults::a_flood_without_a_line_end_costs_no_memory(&start(model, &[]));
});

each_model!(a_hundred_thousand_parentheses_are_refused, |model| {
    faults::a_hundred_thousand_parentheses_are_refused(&start(model, &[]));
});

each_model!(a_newcomer_to_a_full_server_is_told_that_it_is_busy, |model| {
    let server = start(model, &["--max-clients", "1"]);
    let mut inside = server.connect();
    assert_eq!(inside.ask("1+1"), "2", "{model}");
    faults::a_newcomer_to_a_full_server_is_told_that_it_is_busy(&server);
    assert_eq!(inside.ask("2+2"), "4", "{model}");
});

each_model!(clients_that_reset_in_mid_line_leave_nothing_behind, |model| {
    faults::clients_that_reset_in_mid_line_leave_nothing_behind(&start(model, &[]));
});

each_model!(clients_that_vanish_with_replies_pending_leave_nothing_behind, |model| {
    faults::clients_that_vanish_with_replies_pending_leave_nothing_behind(&start(model, &[]));
});

#[cfg(unix)]
mod external_clients {
    use crate::support::{each_model, start};
    use testkit::protocol::external_clients;

    each_model!(netcat_is_answered, |model| {
        external_clients::netcat_is_answered(&start(model, &[]));
    });

    each_model!(telnet_is_answered, |model| {
        external_clients::telnet_is_answered(&start(model, &[]));
    });

    each_model!(socat_is_answered, |model| {
        external_clients::socat_is_answered(&start(model, &[]));
    });

    each_model!(a_python_socket_is_answered, |model| {
        external_clients::a_python_socket_is_answered(&start(model, &[]));
    });
}
