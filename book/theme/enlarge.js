// Pictures: each can be opened large, on a phone larger than the screen.
(() => {
    "use strict";
    const pictures = document.querySelectorAll("main svg.picture");
    if (pictures.length === 0) return;

    const make = (tag, properties, ...children) => {
        const made = Object.assign(document.createElement(tag), properties);
        made.append(...children);
        return made;
    };
    const close = make("button", { type: "button", textContent: "Close" });
    const place = make("div", { className: "place", tabIndex: 0 });
    const dialog = make("dialog", { className: "large-picture" }, make("p", { className: "buttons" }, close), place);
    document.body.append(dialog);
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    // mdBook has a use of its own for Escape, and for the arrows.
    dialog.addEventListener("keydown", (event) => event.stopPropagation());

    for (const picture of pictures) {
        const title = picture.querySelector("title")?.textContent ?? "the picture";
        const button = make("button", { type: "button", className: "enlarge", textContent: "Enlarge", ariaLabel: `Enlarge: ${title}` });
        const frame = make("div", { className: "enlargeable" });
        picture.replaceWith(frame);
        frame.append(picture, button);
        const open = () => {
            if (dialog.open) return;
            const { width, height } = picture.viewBox.baseVal;
            frame.style.minHeight = `${frame.offsetHeight}px`;
            dialog.style.setProperty("--ratio", width / height);
            dialog.setAttribute("aria-label", title);
            // The picture itself and no copy: its ids are there once.
            place.replaceChildren(picture);
            dialog.showModal();
            dialog.addEventListener("close", () => (frame.prepend(picture), (frame.style.minHeight = "")), { once: true });
        };
        button.addEventListener("click", open);
        picture.addEventListener("click", open);
    }
})();
