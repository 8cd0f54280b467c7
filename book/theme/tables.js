// Tables on a phone: what is too wide is shown row by row, each value beside the head of its column. The style sheet does
// that; here each cell gets these words, and the role that it would lose with the layout of a table.
(() => {
    "use strict";
    const tables = document.querySelectorAll("main table");
    for (const table of tables) {
        const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
        table.setAttribute("role", "table");
        table.querySelectorAll("thead, tbody").forEach((group) => group.setAttribute("role", "rowgroup"));
        table.querySelectorAll("tr").forEach((row) => row.setAttribute("role", "row"));
        table.querySelectorAll("th").forEach((head) => head.setAttribute("role", "columnheader"));
        for (const row of table.querySelectorAll("tbody tr")) {
            [...row.cells].forEach((cell, column) => {
                cell.setAttribute("role", "cell");
                if (heads[column]) cell.dataset.head = heads[column];
            });
        }
    }

    const fit = () => {
        for (const table of tables) {
            table.classList.remove("rows");
            const wrapper = table.parentElement;
            table.classList.toggle("rows", innerWidth <= 620 && wrapper.scrollWidth > wrapper.clientWidth);
        }
    };
    addEventListener("resize", fit);
    fit();
})();
