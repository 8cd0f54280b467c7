// The original of an exercise, and what the learner wrote before: each can be restored, and nothing is lost by that.

import { announce, button, element } from "./element.js";
import { recall, remember } from "./memory.js";

/** The button that restores the original, after a question. */
export function resetButton(box, file) {
    const words = `Restore the original ${file}? Your code is kept beside it, and you can take it back here.`;
    const question = element("dialog", {}, element("p", {}, words));
    question.setAttribute("aria-label", "Reset");
    // mdBook has a use of its own for Escape, and for the arrows.
    question.addEventListener("keydown", (event) => event.stopPropagation());
    const answer = (answer, then) => button(answer, () => (question.close(), then?.()));
    question.append(element("p", { className: "buttons" }, answer("Restore it", () => restore(box)), answer("Keep my code")));
    document.body.append(question);
    // When the box is there, which this button is a part of.
    queueMicrotask(() => showKept(box, recall(`kept of ${box.name}`)));
    return button("Reset", () => question.showModal());
}

/** The versions that are kept, each with the way back. */
export function versionsOf(box, backups) {
    if (backups.length === 0) return [];
    const items = backups.map(({ name, saved, lines }) => {
        const when = new Date(saved * 1000).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
        const back = button("Take it back", () => restore(box, name));
        back.setAttribute("aria-label", `Take back ${name}`);
        return element("li", {}, element("code", {}, name), `, saved ${when}, ${lines} line${lines === 1 ? "" : "s"} `, back);
    });
    const summary = element("summary", {}, `Earlier versions of your code (${backups.length})`);
    return [element("details", { open: box.versions.querySelector("details")?.open ?? false }, summary, element("ul", { className: "buttons" }, ...items))];
}

async function restore(box, version) {
    const said = await box.act({ action: "reset", version });
    if (!said) return;
    remember(`kept of ${box.name}`, said);
    showKept(box, said);
    announce(said);
}

/** Says where the work is, until the reader has seen it. */
function showKept(box, said) {
    const dismiss = () => {
        remember(`kept of ${box.name}`, null);
        box.kept.replaceChildren();
        box.check.focus();
    };
    const lines = said?.split("\n").map((line) => element("p", {}, line)) ?? [];
    box.kept.replaceChildren(...(said ? [...lines, element("p", { className: "buttons" }, button("Dismiss", dismiss))] : []));
}
