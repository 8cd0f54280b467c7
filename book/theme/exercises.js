// Ways to the exercises: each one has an address of its own, and the list of all exercises leads there.
(() => {
    "use strict";
    const KIND = "exercise-";
    for (const code of document.querySelectorAll(`main pre > code[class*="${KIND}"]`)) {
        code.id = [...code.classList].find((name) => name.startsWith(KIND)).slice(KIND.length);
        // The browser has looked for it before it had a name.
        if (location.hash === `#${code.id}`) code.scrollIntoView();
    }

    // `2.1 Send back any bytes` and `cargo grade any_bytes` is ex2_1_any_bytes.
    for (const row of document.querySelectorAll("main tbody tr")) {
        const [, stage, number] = row.cells[0].textContent.match(/^\s*(\d+)\.(\d+) /) ?? [];
        const [, name] = row.cells[0].querySelector("code")?.textContent.match(/^cargo grade (\w+)$/) ?? [];
        if (!stage || !name) continue;
        for (const link of row.querySelectorAll("a")) link.hash = `ex${stage}_${number}_${name}`;
    }
})();
