// Making elements. Texts become text, whatever is in them.

/** An element with properties and children. */
export function element(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
}

/** A button. */
export function button(words, onclick) {
    return element("button", { type: "button", onclick }, words);
}

/** A block of Rust, highlighted as mdBook does it. */
export function rustCode(text) {
    const code = element("code", { className: "language-rust" }, text);
    window.hljs?.highlightBlock(code);
    return element("pre", {}, code);
}

const region = element("div", { className: "only-heard", role: "status" });
// Each new line is read out, and not the others once more.
region.setAttribute("aria-atomic", "false");
document.body.append(region);

/** How many lines stay: when one follows another at once, both are heard. */
const LINES = 4;

/** Says something to those who do not look at the page. */
export function announce(words) {
    region.append(element("p", {}, words));
    while (region.childNodes.length > LINES) region.firstChild.remove();
}
