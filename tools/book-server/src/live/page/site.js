// Reloads the page when there is a newer one, and shows what is wrong with the sources.

import { element } from "./element.js";
import { on, version } from "./stream.js";

on("site", (site) => {
    if (site.version !== version) location.reload();
    else show(site.problems);
});

function show(problems) {
    document.getElementById("book-problems")?.remove();
    if (problems.length === 0) return;
    const box = document.createElement("pre");
    box.id = "book-problems";
    box.setAttribute("role", "alert");
    box.textContent = "The book is not built, and this page stays as it was:\n\n" + problems.join("\n");
    box.style.cssText =
        "position:fixed;inset:auto 0 0 0;z-index:9999;margin:0;padding:1em;max-height:50vh;overflow:auto;" +
        "white-space:pre-wrap;background:#7a1018;color:#fff;font:14px/1.5 ui-monospace,monospace";
    document.body.append(box);
}

// Paper shows the page as it was built last.
document.head.append(element("style", {}, "@media print { #book-problems { display: none; } }"));
