// Questions at a part's end: the choices and the answers below them become radio buttons, which are marked at once.
(() => {
    "use strict";

    const element = (tag, properties = {}, ...children) => {
        const made = Object.assign(document.createElement(tag), properties);
        made.append(...children);
        return made;
    };

    document.querySelectorAll("details.answers").forEach((answers, number) => {
        const list = answers.previousElementSibling;
        const asked = list.previousElementSibling;
        const reasons = [...answers.querySelectorAll(":scope > ol > li")];
        const choices = [...list.children].map((choice, index) => {
            const radio = element("input", { type: "radio", name: `question-${number}`, value: index, required: true });
            return element("label", {}, radio, element("span", {}, ...choice.childNodes));
        });
        const result = element("p", { className: "result" });
        result.setAttribute("role", "status");
        const check = element("p", { className: "buttons" }, element("button", {}, "Check my answer"));
        const group = element("fieldset", {}, element("legend", {}, ...asked.childNodes), ...choices, check, result);
        const form = element("form", { className: "question" }, group);
        form.addEventListener("submit", (event) => {
            event.preventDefault();
            mark(choices, reasons, result);
            answers.hidden = false;
        });
        // It is there for all of the explanations, once there is an answer.
        answers.hidden = true;
        answers.querySelector("summary").textContent = "All explanations";
        asked.remove();
        list.replaceWith(form);
    });

    /** Says whether the chosen answer is right, and why. */
    function mark(choices, reasons, result) {
        const index = choices.findIndex((choice) => choice.control.checked);
        const isRight = reasons[index].querySelector("strong")?.textContent === "Right.";
        for (const choice of choices) delete choice.dataset.verdict;
        choices[index].dataset.verdict = result.dataset.verdict = isRight ? "right" : "wrong";
        result.replaceChildren(...reasons[index].cloneNode(true).childNodes);
    }
})();
