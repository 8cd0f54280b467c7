// An option such as `--connect` is one word: a browser would end a line after its hyphens.
(() => {
    "use strict";
    for (const code of document.querySelectorAll("main :not(pre) > code")) {
        if (/^--?[a-z][a-z-]*$/.test(code.textContent)) code.classList.add("option");
    }
})();
