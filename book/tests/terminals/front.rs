//! The terminals of the front matter.
#![cfg(unix)]

use book::Scene;

#[test]
fn one_server_answers_a_client_and_a_hand_tool() {
    let scene = Scene::new();
    let mut server = scene.server("cargo run -p concurrency -- localhost 1081");
    let mut client = scene.terminal();
    client.run("cargo run -p calculator-client -- localhost 1081").wait_for("\n>");
    server.wait_for("connected");
    client.type_line("2+3*4").wait_for("\n14\n>");
    client.type_line("2*(3").wait_for("column 3\n>");
    let mut hand = scene.terminal();
    hand.run(r#"cargo wire localhost 1081 send "sqrt(16)/(1-1)\n" receive"#).ends().keep("front_wire");
    client.type_line("quit").exits(0).keep("front_client");
    server.wait_for("50312 disconnected").interrupt().keep("front_server");
}

#[test]
fn the_first_question_is_answered() {
    let scene = Scene::new();
    let _server = scene.server("cargo run -p concurrency -- localhost 1081");
    let mut client = scene.terminal();
    client.run("cargo run -p calculator-client -- localhost 1081 \"2+3*4\"").exits(0).keep("front_ask");
}
