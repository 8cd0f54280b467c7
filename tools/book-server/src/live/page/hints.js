// Hints, one level at a time; those that are open are open again after a reload.

import { button, element } from "./element.js";
import { recall, remember } from "./memory.js";

/** The button that shows the next hint of an exercise. */
export function hintButton(box, count) {
    let level = 0;
    const key = `hints of ${box.name}`;
    const show = async () => {
        const hint = level < count && (await box.act({ action: "hint", level: level + 1 }));
        if (!hint) return null;
        level += 1;
        const text = element("div", { innerHTML: hint.html });
        const shown = element("div", { className: "hint", tabIndex: -1 }, element("p", { className: "title" }, hint.title), text);
        box.hints.append(shown);
        more.textContent = level < count ? `Hint ${level + 1} of ${count}` : "No more hints";
        more.setAttribute("aria-disabled", level === count);
        return shown;
    };
    const more = button(`Hint 1 of ${count}`, async () => {
        const shown = await show();
        shown?.focus();
        if (shown) remember(key, String(level));
    });
    box.showHint = () => (level < count ? more.click() : box.hints.lastElementChild.focus());
    reopen(Math.min(Number(recall(key)), count), show);
    return more;
}

async function reopen(count, show) {
    for (let level = 0; level < count; level += 1) await show();
}
