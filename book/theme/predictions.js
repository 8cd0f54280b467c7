// Predictions: each has a field, and what is written there stays in this browser.
(() => {
    "use strict";
    const root = new URL(path_to_root || "./", location.href).pathname;
    const page = location.pathname.slice(root.length);
    // This page shows all others, for printing.
    if (page === "print.html") return;
    const taken = new Set();

    for (const prediction of document.querySelectorAll(".prediction")) {
        const question = prediction.querySelector("blockquote");
        question.id = unused(`prediction-${headingBefore(prediction)?.id ?? ""}`);
        const key = `prediction of ${page}#${question.id}`;

        const field = document.createElement("textarea");
        field.id = `${question.id}-field`;
        field.rows = 2;
        field.setAttribute("aria-describedby", question.id);
        field.value = stored((storage) => storage.getItem(key)) ?? "";
        field.addEventListener("input", () => stored((storage) => storage.setItem(key, field.value)));
        // Elsewhere the arrows turn the page, and letters search.
        field.addEventListener("keydown", (event) => event.stopPropagation());

        const label = document.createElement("label");
        label.htmlFor = field.id;
        label.textContent = "Your prediction";
        const guess = document.createElement("div");
        guess.className = "guess";
        guess.append(label, field);
        question.after(guess);
    }

    /** The heading of the section: new predictions elsewhere in a page leave the key of this one as it is. */
    function headingBefore(prediction) {
        const headings = [...document.querySelectorAll("main :is(h1, h2, h3)")];
        return headings.findLast((heading) => heading.compareDocumentPosition(prediction) === Node.DOCUMENT_POSITION_FOLLOWING);
    }

    /** The id, or with a number where another prediction has it. */
    function unused(id) {
        let [numbered, count] = [id, 1];
        while (taken.has(numbered)) numbered = `${id}-${++count}`;
        taken.add(numbered);
        return numbered;
    }

    /** Does something with this browser's storage, which may be forbidden. */
    function stored(act) {
        try {
            return act(localStorage);
        } catch {
            return null;
        }
    }
})();
