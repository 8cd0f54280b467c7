// Where pages are: the scripts lie two folders below the book.

const BOOK = new URL("../..", import.meta.url);

/** The address of a page of the book, from its path: `2-echo/half-close.html`. */
export function addressOf(path) {
    return new URL(path, BOOK).href;
}
