// What a failed check tells: prose that fills the width, and bytes that stay where they are.

import { element } from "./element.js";

/** The elements of a check's failure message. */
export function failureMessage({ name, message }) {
    const parts = [element("p", { className: "whose" }, `✗ ${name.replaceAll("_", " ")}`)];
    let bytes = null;
    for (const line of message.trimEnd().split("\n")) {
        if (!line.startsWith("  ")) {
            bytes = null;
            if (line !== "") parts.push(element("p", {}, line));
        } else if (bytes) {
            bytes.append(`\n${line.slice(2)}`);
        } else {
            bytes = element("pre", { className: "bytes", tabIndex: 0 }, line.slice(2));
            parts.push(bytes);
        }
    }
    return parts;
}
