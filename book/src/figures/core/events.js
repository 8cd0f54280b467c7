// What has happened so far, in words: the same as the picture, for those who read or hear it.

import { element } from "./element.js";
import { seconds } from "./simulation.js";

/** More steps than this at once are not read out one by one. */
const SAID = 2;

export function eventList() {
    const list = element("ol", { className: "events", tabIndex: 0, ariaLabel: "What has happened" });
    const status = element("p", { className: "heard" });
    status.setAttribute("role", "status");
    /** Shows the steps up to `index`. What is new is said, or where we are now if that would take long or nothing is new. */
    const show = (steps, index) => {
        const before = list.children.length;
        const isSame = [...list.children].every((item, number) => item.step === steps[number]);
        if (isSame && before === index + 1) return;
        const added = index + 1 - before;
        const isNext = isSame && added > 0 && added <= SAID;
        list.ariaLive = isNext ? "polite" : "off";
        if (!isSame) list.replaceChildren();
        while (list.children.length > index + 1) list.lastChild.remove();
        list.append(...steps.slice(list.children.length, index + 1).map(item));
        list.scrollTop = list.scrollHeight;
        status.textContent = isNext || before === 0 ? "" : `Step ${index + 1} of ${steps.length}: ${plain(steps[index].words)}`;
    };
    return { list, status, show };
}

/** Words without the marks of code. */
export function plain(words) {
    return words.replaceAll("`", "");
}

/** A step as an item: what is between backticks is code. */
function item(step) {
    const time = element("span", { className: "time" }, seconds(step.time).replace(" ", "\u00a0"));
    const words = step.words.split("`").map((part, index) => (index % 2 === 1 ? element("code", {}, part) : part));
    return Object.assign(element("li", {}, time, " ", ...words), { step });
}
