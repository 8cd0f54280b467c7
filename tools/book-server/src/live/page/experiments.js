// Experiments: what is predicted is run on the reader's machine, shown, and only then compared with what the book says.

import { announce, element } from "./element.js";
import { call, on } from "./stream.js";

const CLASS = "experiment-";
const boxes = new Map();

for (const prediction of document.querySelectorAll(".prediction")) {
    const code = prediction.querySelector(`pre > code[class*="${CLASS}"]`);
    if (!code) continue;
    const name = [...code.classList].find((word) => word.startsWith(CLASS)).slice(CLASS.length);
    boxes.set(name, build({ name, prediction }));
}

on("experiment", ({ name, event, ...it }) => boxes.has(name) && follow[event](boxes.get(name), it));

/** What each kind of event does to a box. Everything that is known of a run comes again when a page comes back. */
const follow = {
    builds(box, { words }) {
        stand(box, true, `Building… ${words}`);
        box.terminals.replaceChildren();
    },
    fails(box, { words }) {
        stand(box, false, "It cannot be run.");
        box.terminals.replaceChildren(terminal("Why"));
        box.terminals.querySelector("pre").append(words);
    },
    begins(box, { terminals }) {
        stand(box, true, "Running…");
        box.terminals.replaceChildren(...Array.from({ length: terminals }, (_, index) => terminal(`Terminal ${index + 1}`)));
    },
    shows(box, { terminal, kind, text }) {
        const screen = box.terminals.querySelectorAll("pre")[terminal - 1];
        screen.append(kind === "printed" ? text : element("span", { className: kind }, text));
        screen.scrollTop = screen.scrollHeight;
    },
    ends(box, { words }) {
        stand(box, false, words);
        if (words === "Done.") compare(box);
    },
};

/** Puts the button beside the field, and the terminals below both. */
function build(box) {
    box.button = element("button", { type: "button", onclick: () => act(box) }, "Run it");
    box.state = element("p", { className: "state" });
    box.terminals = element("div", { className: "terminals" });
    const section = element("section", { className: "experiment-box", ariaLabel: `Experiment: ${box.name}` });
    const guess = box.prediction.querySelector(".guess");
    guess.replaceWith(section);
    section.append(guess, element("p", { className: "buttons" }, box.button), box.state, box.terminals);
    return box;
}

/** Shows how an experiment stands; only what was asked for here is told to those who hear. */
function stand(box, busy, words) {
    if (busy !== box.busy && box.asked) announce(`${box.name}: ${words}`);
    box.asked &&= busy;
    box.busy = busy;
    box.state.textContent = words;
    box.button.textContent = busy ? "Stop" : "Run it";
}

/** Opens what the book has printed and its answer: below the prediction and what has happened. */
function compare(box) {
    box.state.append(" Compare it with your prediction, with what the book’s run printed, and with its answer. Ports and times are those of your machine.");
    for (const folded of box.prediction.querySelectorAll("details:is(.printed, .answer)")) folded.open = true;
}

async function act(box) {
    box.asked = true;
    try {
        await call("experiments", { name: box.name, action: box.busy ? "stop" : "run" });
    } catch (error) {
        box.state.textContent = error.message;
        announce(error.message);
    }
}

function terminal(name) {
    const screen = element("pre", { tabIndex: 0, role: "region", ariaLabel: name });
    // Elsewhere the arrows turn the page, and letters search.
    screen.addEventListener("keydown", (event) => event.stopPropagation());
    return element("figure", {}, element("figcaption", {}, name), screen);
}
