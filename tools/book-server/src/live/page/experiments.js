// Experiments: what the reader predicts stays in this browser; what happens is run on the reader's machine, and shown.

import { announce, element } from "./element.js";
import { call, on } from "./stream.js";

const CLASS = "experiment-";
const boxes = new Map();
const questions = [...document.querySelectorAll("main blockquote")].filter((quote) => quote.textContent.trim().startsWith("Predict."));

for (const code of document.querySelectorAll(`pre > code[class*="${CLASS}"]`)) {
    const name = [...code.classList].find((word) => word.startsWith(CLASS)).slice(CLASS.length);
    const isBefore = (question) => question.compareDocumentPosition(code) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (!boxes.has(name)) boxes.set(name, { name, question: questions.findLast(isBefore) });
    boxes.get(name).fence = code.parentElement;
}
for (const box of boxes.values()) build(box);
// Ports and times are told of once.
boxes.values().next().value?.state.after(" Ports and times are those of your machine.");

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
        compare(box);
    },
};

function build(box) {
    const key = `prediction of ${box.name}`;
    const field = element("textarea", { id: key.replaceAll(" ", "-"), rows: 2, value: stored((storage) => storage.getItem(key)) ?? "" });
    field.oninput = () => {
        stored((storage) => storage.setItem(key, field.value));
        if (box.compared.hasChildNodes()) compare(box);
    };
    keepKeys(field);
    box.prediction = field;
    box.answer = box.question.nextElementSibling;
    box.question.after(element("p", { className: "prediction" }, element("label", { htmlFor: field.id }, "Your prediction"), field));
    box.button = element("button", { type: "button", onclick: () => act(box) }, "Run it");
    box.state = element("span", { className: "state" });
    box.terminals = element("div", { className: "terminals" });
    box.compared = element("dl", { className: "compared" });
    const section = element("section", { className: "experiment-box" });
    section.setAttribute("aria-label", `Experiment: ${box.name}`);
    section.append(element("p", { className: "buttons" }, box.button, box.state), box.terminals, box.compared);
    box.fence.after(section);
}

/** Shows how an experiment stands; only what was asked for here is told to those who hear. */
function stand(box, busy, words) {
    if (busy !== box.busy && box.asked) announce(`${box.name}: ${words}`);
    box.asked &&= busy;
    box.busy = busy;
    box.state.textContent = words;
    box.button.textContent = busy ? "Stop" : "Run it";
    box.compared.replaceChildren();
}

/** Puts the prediction beside the book's answer. */
function compare(box) {
    const [, ...answer] = box.answer.cloneNode(true).childNodes;
    const said = element("dd", {}, box.prediction.value.trim() || "nothing");
    const pair = [element("dt", {}, "You predicted"), said, element("dt", {}, "The book’s answer"), element("dd", {}, ...answer)];
    box.compared.replaceChildren(...pair);
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
    keepKeys(screen);
    return element("figure", {}, element("figcaption", {}, name), screen);
}

/** Does something with this browser's storage, which may be forbidden. */
function stored(act) {
    try {
        return act(localStorage);
    } catch {
        return null;
    }
}

/** Elsewhere the arrows turn the page, and letters search. */
function keepKeys(place) {
    place.addEventListener("keydown", (event) => event.stopPropagation());
}
