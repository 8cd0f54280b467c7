// What mdBook's own script leaves to the mouse: the button of the table of contents, and code that is wider than the page.
(() => {
    "use strict";
    const contents = document.getElementById("mdbook-sidebar-toggle");
    contents.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        contents.click();
    });

    // The way to an exercise is as short as that to the text.
    const exercise = document.querySelector('main pre:has(> code[class*="exercise-"])');
    if (exercise) {
        Object.assign(exercise, { id: "the-exercise", tabIndex: -1 });
        const skip = document.createElement("a");
        Object.assign(skip, { className: "skip", href: "#the-exercise", textContent: "Skip to the exercise" });
        document.querySelector(".skip").after(skip);
    }

    // While a control has the focus, the arrows are for it; elsewhere they turn the page, which mdBook does for the document.
    const controls = 'button, summary, input, select, textarea, dialog, [role="button"], [contenteditable], [tabindex="0"]:not(a)';
    document.body.addEventListener("keydown", (event) => {
        const isArrow = event.key === "ArrowLeft" || event.key === "ArrowRight";
        if (isArrow && event.target.closest(controls)) event.stopPropagation();
    });

    // mdBook scrolls to the top smoothly, even for those who asked for less motion.
    document.querySelector(".menu-title").addEventListener(
        "click",
        (event) => {
            if (!matchMedia("(prefers-reduced-motion: reduce)").matches) return;
            event.stopImmediatePropagation();
            scrollTo({ top: 0, behavior: "instant" });
        },
        true,
    );

    // What is wider than the page can be reached and scrolled, and shows that there is more.
    const boxes = document.querySelectorAll("main pre > code, .table-wrapper");
    const measure = () => {
        for (const box of boxes) {
            const scrolls = box.scrollWidth > box.clientWidth;
            box.classList.toggle("scrolls", scrolls);
            if (scrolls) box.tabIndex = 0;
            else box.removeAttribute("tabindex");
        }
    };
    addEventListener("resize", measure);
    measure();
})();
