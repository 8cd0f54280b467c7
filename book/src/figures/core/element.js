// Making elements. Texts become text, whatever is in them.

/** An element with properties and children. */
export function element(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
}
