// What mdBook's own script leaves to the mouse: the button of the table of contents, and code that is wider than the page.
(() => {
    "use strict";
    const contents = document.getElementById("mdbook-sidebar-toggle");
    contents.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        contents.click();
    });

    const boxes = document.querySelectorAll("pre > code, .table-wrapper");
    const makeReachable = () => {
        for (const box of boxes) {
            if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
            else box.removeAttribute("tabindex");
        }
    };
    for (const box of boxes) {
        // Within wide code the arrows scroll; everywhere else they turn the page.
        box.addEventListener("keydown", (event) => event.key.startsWith("Arrow") && event.stopPropagation());
    }
    addEventListener("resize", makeReachable);
    makeReachable();
})();
