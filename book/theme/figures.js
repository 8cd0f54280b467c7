// Figures to play with: a page that has the place for one loads it; until then, and without this, a picture is there.
(() => {
    "use strict";
    const folder = new URL("../figures/", document.currentScript.src);
    // The page that shows all others, for printing, keeps the pictures.
    if (location.pathname.endsWith("/print.html")) return;
    for (const place of document.querySelectorAll("[data-figure]")) {
        const modules = ["core/mount.js", `${place.dataset.figure}.js`].map((file) => import(new URL(file, folder)));
        Promise.all(modules).then(([{ mount }, { figure }]) => mount(place, figure));
    }
})();
