// Copying: of a transcript the commands without the `$` and without what they printed, of a listing all of it.
(() => {
    "use strict";
    if (!navigator.clipboard) return;

    const said = document.createElement("div");
    said.className = "only-heard";
    said.setAttribute("role", "status");
    document.body.append(said);

    /** The commands of a transcript, a line each: one that goes on after a backslash would do so in few shells. */
    function commands(text) {
        const whole = text.replace(/\\\n\s*/g, "");
        const typed = whole.split("\n").filter((line) => line.startsWith("$ "));
        return typed.map((line) => line.slice(2)).join("\n");
    }

    function addButton(code) {
        const isTranscript = code.classList.contains("language-console");
        const text = () => (isTranscript ? commands(code.textContent) : code.textContent.trimEnd());
        if (text() === "") return;
        const words = isTranscript ? "Copy the command" : "Copy the listing";
        const button = document.createElement("button");
        Object.assign(button, { type: "button", className: "copy", textContent: "Copy", title: words, ariaLabel: words });
        const tell = (result, long) => {
            button.textContent = result;
            said.textContent = long;
        };
        button.addEventListener("click", async () => {
            try {
                await navigator.clipboard.writeText(text());
                tell("Copied", "copied");
            } catch {
                tell("Not copied", "the browser did not allow it");
            }
        });
        // Until the next time.
        for (const event of ["blur", "mouseleave"]) button.addEventListener(event, () => tell("Copy", ""));
        code.classList.add("copyable");
        code.after(button);
    }

    document.querySelectorAll("main pre > code").forEach(addButton);
})();
