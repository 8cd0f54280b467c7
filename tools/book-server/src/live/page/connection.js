// How this page stands with the program that serves it: it is gone, it is back, a check waits.

import { element } from "./element.js";
import { on } from "./stream.js";

/** How long it is said that all is well again. */
const A_WHILE = 5000;
/** Every check waits for less than this. */
const A_MOMENT = 500;
const WAITS = "waiting for its turn";
const AWAY = "book was away";

const strip = element("div", { id: "book-connection" });
strip.setAttribute("role", "status");
strip.setAttribute("aria-label", "Connection");
const style = element("style", {}, `
#book-connection { position: fixed; inset: auto auto 0 0; z-index: 9998; max-width: min(100vw, 34em); font-size: 1.4rem; }
#book-connection p { margin: 0; padding: 0.6em 1em; color: var(--fg); background: var(--bg); border: 2px solid currentColor; }
@media print { #book-connection { display: none; } }
`);
document.body.append(style, strip);

let gone = false;
/** Why, in the words of who tried. */
let why = "";
/** Where the exercises are whose check waits, by their targets. */
const waiting = new Map();
const timers = new Map();
let back = null;

on("connection", (now) => {
    if (now.gone) why = now.why;
    if (gone === now.gone) return show();
    gone = now.gone;
    // When the program comes back, it may have this page load again.
    remember(gone);
    if (!gone) sayBack();
    show();
});

on("exercise", ({ exercise, doing }) => {
    clearTimeout(timers.get(exercise.target));
    const place = `${exercise.stage}.${exercise.number}`;
    const wait = () => (waiting.set(exercise.target, place), show());
    if (doing === WAITS) timers.set(exercise.target, setTimeout(wait, A_MOMENT));
    else if (waiting.delete(exercise.target)) show();
});

if (remembered()) {
    remember(false);
    sayBack();
    show();
}

function sayBack() {
    clearTimeout(back);
    back = setTimeout(() => ((back = null), show()), A_WHILE);
}

function show() {
    const places = [...waiting.values()].sort().join(", ");
    const [sign, words] = gone
        ? ["⚠", `Not connected: ${why}`]
        : waiting.size > 0
          ? ["⏳", `Waiting until another check has ended: ${places}`]
          : back
            ? ["✓", "Connected again."]
            : [];
    if (strip.textContent === (words ? `${sign} ${words}` : "")) return;
    const mark = element("span", {}, sign ?? "");
    mark.setAttribute("aria-hidden", true);
    strip.replaceChildren(...(words ? [element("p", {}, mark, ` ${words}`)] : []));
}

function remember(is) {
    try {
        if (is) sessionStorage.setItem(AWAY, "1");
        else sessionStorage.removeItem(AWAY);
    } catch {
        // Then it is not said after a new load.
    }
}

function remembered() {
    try {
        return sessionStorage.getItem(AWAY);
    } catch {
        return null;
    }
}
