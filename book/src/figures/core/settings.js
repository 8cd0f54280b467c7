// What a reader can set: a form made of descriptions, each with a label, and buttons that set all of it at once.

import { element } from "./element.js";

/**
 * A form for `settings`: by name, `{ label, value }` and `{ min, max, step, unit }` for a number, `{ size }` for a text,
 * `{ choices }` for one of several, or nothing more for yes and no. `changed` is called with the values.
 */
export function settingsForm(settings, changed) {
    const fields = Object.entries(settings).map(([name, setting]) => field(name, setting));
    const form = element("form", { className: "settings" }, ...fields.map(({ label }) => label));
    const values = () => Object.fromEntries(fields.map(({ name, get }) => [name, get()]));
    const tell = () => {
        for (const { show } of fields) show();
        changed(values());
    };
    form.addEventListener("input", tell);
    form.addEventListener("submit", (event) => event.preventDefault());
    // Elsewhere the arrows turn the page, and letters search.
    form.addEventListener("keydown", (event) => event.stopPropagation());
    const set = (some) => {
        for (const { name, set } of fields) if (name in some) set(some[name]);
        tell();
    };
    for (const { show } of fields) show();
    return { form, values, set };
}

/** The values with which a figure begins. */
export function defaults(settings) {
    return Object.fromEntries(Object.entries(settings).map(([name, { value }]) => [name, value]));
}

function field(name, setting) {
    const { label, value, choices } = setting;
    if (typeof value === "boolean") {
        const input = element("input", { type: "checkbox", checked: value });
        return made(name, element("label", { className: "yes-or-no" }, input, label), () => input.checked, (is) => (input.checked = is));
    }
    if (choices) {
        const options = Object.entries(choices).map(([value, words]) => element("option", { value }, words));
        const input = element("select", {}, ...options);
        input.value = value;
        return made(name, element("label", {}, element("span", {}, label), input), () => input.value, (it) => (input.value = it));
    }
    if (typeof value === "string") {
        const input = element("input", { type: "text", value, maxLength: setting.size, spellcheck: false, autocomplete: "off" });
        return made(name, element("label", {}, element("span", {}, label), input), () => input.value, (it) => (input.value = it));
    }
    const { min, max, step = 1, unit = "" } = setting;
    const input = element("input", { type: "range", min, max, step, value });
    const shown = element("strong");
    const show = () => {
        const words = input.value === "1" ? unit.replace("bytes", "byte") : unit;
        input.setAttribute("aria-valuetext", (shown.textContent = `${input.value} ${words}`.trim()));
    };
    const words = element("span", {}, `${label}: `, shown);
    return made(name, element("label", {}, words, input), () => Number(input.value), (it) => (input.value = it), show);
}

function made(name, label, get, set, show = () => {}) {
    return { name, label, get, set, show };
}
