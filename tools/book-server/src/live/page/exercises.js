// An exercise's box, which grows around the fence that asks for it.

import { announce, element } from "./element.js";
import { failureMessage } from "./message.js";
import { describe } from "./progress.js";
import { call, on } from "./stream.js";

const CLASS = "exercise-";
const boxes = new Map();

for (const code of document.querySelectorAll(`pre > code[class*="${CLASS}"]`)) {
    const name = [...code.classList].find((word) => word.startsWith(CLASS)).slice(CLASS.length);
    boxes.set(name, { fence: code.parentElement, name });
    // Only shown exercises are checked when they are saved.
    call("exercises", { name, action: "follow" }).catch(() => {});
}

on("exercise", (card) => {
    const box = boxes.get(card.exercise.target);
    if (!box) return;
    if (!box.section) build(box, card);
    show(box, card);
});

/** Puts the box around its fence. */
function build(box, { exercise, hints, editor }) {
    const place = `${exercise.stage}.${exercise.number}`;
    box.title = element("strong", { id: `${CLASS}${exercise.name}-title` }, `${place} ${exercise.title}`);
    box.state = element("span", { className: "state" });
    box.note = element("p", { className: "note" });
    box.checks = element("ul", { className: "checks" });
    box.why = element("div");
    box.hints = element("div");
    box.check = button("Check", () => box.busy || act(box, { action: "check" }));
    box.stop = button("Stop", () => box.busy && act(box, { action: "stop" }));
    const buttons = element("p", { className: "buttons" }, box.check, box.stop);
    if (hints > 0) buttons.append(hintButton(box, hints));
    buttons.append(resetButton(box, `${exercise.folder}/exercise.rs`));
    if (editor) buttons.append(button("Open the file", () => act(box, { action: "open" })));
    box.section = element("section", { className: "exercise-box" });
    box.section.setAttribute("aria-labelledby", box.title.id);
    box.fence.replaceWith(box.section);
    const head = element("p", { className: "head" }, box.title, " ", box.state);
    box.section.append(head, box.fence, buttons, box.note, box.checks, box.why, box.hints);
    // Within wide bytes the arrows scroll; everywhere else they turn the page.
    box.section.addEventListener("keydown", (event) => event.target.tagName === "PRE" && event.stopPropagation());
    // The fence is narrower now, and may have to be scrolled.
    dispatchEvent(new Event("resize"));
}

/** Shows how the exercise stands. */
function show(box, card) {
    const { exercise, doing } = card;
    const state = describe(card);
    box.busy = doing !== null;
    box.check.setAttribute("aria-disabled", box.busy);
    box.stop.setAttribute("aria-disabled", !box.busy);
    box.section.dataset.verdict = box.busy ? "" : state.verdict;
    box.state.textContent = `${doing ?? state.words}; ${state.points}`;
    box.note.textContent = card.note ?? "";
    box.checks.replaceChildren(...(box.busy || state.verdict ? exercise.checks.map(checkItem) : []));
    const failed = exercise.checks.find((check) => !["passed", "not started", null].includes(check.verdict));
    box.why.replaceChildren(
        ...exercise.reasons.map((reason) => element("pre", { className: "reason", tabIndex: 0 }, reason)),
        ...(failed?.message ? failureMessage(failed) : []),
    );
    // What stood there when the page was opened is no news.
    const news = card.note ?? state.words;
    if (!box.busy && box.told !== undefined && box.told !== news) announce(`${exercise.name}: ${news}; ${state.points}`);
    box.told = box.busy ? null : news;
}

function checkItem({ name, verdict, message }) {
    const sign = { passed: "✓", "not started": "·" }[verdict] ?? (verdict ? "✗" : "…");
    const words = element("span", { className: "only-heard" }, `${verdict ?? "not done yet"}: `);
    const mark = element("span", { className: "sign" }, sign);
    mark.setAttribute("aria-hidden", true);
    // What is not started gets no failure message, but shows its requirement.
    const requirement = message?.match(/^Not started\. Requirement: (.*)/)?.[1];
    const item = element("li", {}, mark, words, name.replaceAll("_", " ") + (requirement ? `: ${requirement}` : ""));
    item.dataset.verdict = verdict ?? "";
    return item;
}

/** Asks for something; whatever is answered stands in the box. */
async function act(box, action) {
    try {
        return await call("exercises", { name: box.name, ...action });
    } catch (error) {
        tell(box, error.message);
    }
}

function tell(box, words) {
    box.note.textContent = words;
    announce(words);
}

function hintButton(box, count) {
    let level = 0;
    const more = button(`Hint 1 of ${count}`, async () => {
        const hint = level < count && (await act(box, { action: "hint", level: level + 1 }));
        if (!hint) return;
        level += 1;
        const shown = element("div", { className: "hint", tabIndex: -1 }, hint.replace(/^## /, ""));
        box.hints.append(shown);
        shown.focus();
        more.textContent = level < count ? `Hint ${level + 1} of ${count}` : "No more hints";
        more.setAttribute("aria-disabled", level === count);
    });
    return more;
}

function resetButton(box, file) {
    const question = element("dialog", {}, element("p", {}, `Put ${file} back as git has it? What you wrote is kept beside it.`));
    question.setAttribute("aria-label", "Reset");
    // mdBook has a use of its own for Escape, and for the arrows.
    question.addEventListener("keydown", (event) => event.stopPropagation());
    const answer = (words, then) => button(words, () => (question.close(), then?.()));
    const reset = async () => tell(box, (await act(box, { action: "reset" })) || box.note.textContent);
    question.append(element("p", { className: "buttons" }, answer("Put it back", reset), answer("Leave it")));
    document.body.append(question);
    return button("Reset", () => question.showModal());
}

function button(words, onclick) {
    return element("button", { type: "button", onclick }, words);
}
