// Making elements. Texts become text, whatever is in them.

/** An element with properties and children. */
export function element(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
}

const region = element("div", { className: "only-heard" });
region.setAttribute("role", "status");
document.body.append(region);

/** Says something to those who do not look at the page. */
export function announce(words) {
    region.textContent = words;
}
