// What a failed check tells: prose that fills the width, bytes that stay where they are, and where to go on.

import { button, element } from "./element.js";
import { addressOf } from "./links.js";

/** The elements of a check's failure message. */
export function failureMessage({ message }, showHint) {
    const parts = [];
    let bytes = null;
    for (const line of message.trimEnd().split("\n")) {
        if (!line.startsWith("  ")) {
            bytes = null;
            if (line !== "") parts.push(paragraph(line, showHint));
        } else if (bytes) {
            bytes.append(`\n${line.slice(2)}`);
        } else {
            bytes = element("pre", { className: "bytes", tabIndex: 0 }, line.slice(2));
            parts.push(bytes);
        }
    }
    return parts;
}

function paragraph(line, showHint) {
    const read = line.match(/^Read: (.*)"(.+)" \(book\/src\/(.+)\.md\)$/);
    if (read) {
        const [, part, title, page] = read;
        return element("p", {}, `Read: ${part}`, element("a", { href: addressOf(`${page}.html#${idOf(title)}`) }, title));
    }
    if (showHint && line.startsWith("Hint: ")) return element("p", { className: "buttons" }, button("Show me a hint", showHint));
    return element("p", {}, line);
}

/** The id that mdBook gives to a heading. */
function idOf(heading) {
    return heading.trim().toLowerCase().replace(/\s/g, "-").replace(/[^\p{Alphabetic}\p{Number}_-]/gu, "");
}
