// The first page's calculator: what the reader types goes to a server that runs, and every byte of it is shown.

import { announce, element } from "./element.js";
import { call, on } from "./stream.js";

/** How many requests stay on the page. */
const MOST = 5;

const BUILDS = "Building and starting the server. Only the first time takes a while.";

/** More bytes than this do not move. */
const SHORT = 40;

const place = document.getElementById("calculator");
if (place) build();

function build() {
    const field = element("input", { id: "calculator-line", value: "2+3*4", maxLength: 1100, autocomplete: "off", spellcheck: false });
    const send = element("button", {}, "Send");
    const state = element("p", { className: "state" }, "The first request starts the server on your machine.");
    const log = element("ol", { className: "conversation", reversed: true, ariaLabel: "The last requests and their replies" });
    const label = element("label", { htmlFor: field.id }, "Your request");
    const form = element("form", { className: "ask" }, label, field, element("p", { className: "buttons" }, send));
    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        if (send.ariaDisabled === "true") return;
        send.ariaDisabled = "true";
        const isFirst = log.children.length === 0;
        if (isFirst) tell(state, BUILDS);
        try {
            show(await call("calculator", { line: field.value }), state, log);
            field.select();
        } catch (error) {
            tell(state, error.message);
        } finally {
            send.ariaDisabled = "false";
        }
    });
    // What cargo says while it builds for this page; a page that does not wait knows better.
    on("calculator", ({ words }) => {
        if (send.ariaDisabled === "true") state.textContent = `${BUILDS} ${words}`;
    });
    const code = (text) => element("code", {}, text);
    const words = element("p", {}, "Ask the server of part 5, and look at the bytes. Try ", code("2*(3"), " or ", code("1/0"), ", too.");
    place.replaceChildren(words, form, state, log);
}

function tell(state, words) {
    state.textContent = words;
    announce(words);
}

function show({ server, client, sent, received, microseconds }, state, log) {
    const reply = text(received);
    // The newest is first, so that it stays in sight.
    log.prepend(element("li", {}, line("→", "request", sent, 0), line("←", "reply", received, sent.length)));
    while (log.children.length > MOST) log.lastElementChild.remove();
    announce(`reply: ${reply}`);
    state.textContent = `The server listens on ${server}, and our socket has the address ${client}. The reply came after ${microseconds / 1000} ms.`;
}

/** The bytes that went one way, each with its character and its hexadecimal digits. */
function line(arrow, name, bytes, before) {
    const cells = bytes.map((byte, index) => {
        const cell = element("span", { className: "byte" }, element("span", {}, character(byte)), element("small", {}, hexadecimal(byte)));
        if (bytes.length + before <= SHORT) cell.style.setProperty("--wait", `${(before + index) * 0.04}s`);
        return cell;
    });
    const shown = element("span", { className: "bytes", ariaHidden: "true" }, `${arrow} `, ...cells);
    const heard = element("span", { className: "only-heard" }, `${name}, ${bytes.length} bytes: ${text(bytes)}`);
    return element("div", { className: name }, heard, shown);
}

function text(bytes) {
    return new TextDecoder().decode(Uint8Array.from(bytes)).trimEnd();
}

function character(byte) {
    if (byte === 10) return "\\n";
    return byte > 32 && byte < 127 ? String.fromCharCode(byte) : byte === 32 ? "␣" : "·";
}

function hexadecimal(byte) {
    return byte.toString(16).padStart(2, "0");
}
