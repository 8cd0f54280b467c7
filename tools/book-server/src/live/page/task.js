// What there is to do: the file to edit, and the functions to write.

import { announce, button, element, rustCode } from "./element.js";

/** "Edit this file and save it, and this box checks it: FILE". The file opens in the editor, or its path is copied. */
export function fileLine(box, file, editor) {
    const path = button("", () => (editor ? box.act({ action: "open" }) : copy()));
    path.className = "path";
    // Where the box is narrow, the path is broken after a folder and between words.
    const parts = file.split(/(?<=[/_])/).flatMap((part) => [part, element("wbr")]);
    path.append(element("code", {}, ...parts));
    path.title = editor ? "Open it in your editor" : "Copy the path";
    const copied = element("span", { className: "copied" });
    const copy = async () => {
        try {
            await navigator.clipboard.writeText(file);
            copied.textContent = " (copied)";
            announce("The path is copied.");
        } catch {
            copied.textContent = " (select it to copy it)";
        }
    };
    return element("p", { className: "file" }, "Edit this file and save it, and this box checks it: ", path, copied);
}

/** The functions to write, as the learner's file has them. */
export function signature(signatures) {
    return signatures.length === 0 ? [] : [rustCode(signatures.join("\n"))];
}
