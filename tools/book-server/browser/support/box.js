// An exercise's box, as a test sees it.

import { expectText } from "./wait.js";

/** The box of an exercise in a page. */
export function exerciseBox(page, title) {
    const box = page.getByRole("region", { name: title });
    return {
        box,
        press: (name) => box.getByRole("button", { name }).click(),
        stands: (words) => expectText(box.locator(".head .state"), words),
        check: (words) => expectText(box.locator(".checks"), words),
        why: (words) => expectText(box, words),
    };
}
