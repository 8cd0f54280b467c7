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

// The buttons that copy have one already, where the browser lets them copy.
const region = document.querySelector('.only-heard[role="status"]') ?? element("div", { className: "only-heard", role: "status" });
document.body.append(region);

/** Says something to those who do not look at the page. */
export function announce(words) {
    region.textContent = words;
}
