// Where a program that has just started can be reached.

/** The address in what the server says. */
export async function announced(server) {
    let said = "";
    for await (const piece of server.stdout) {
        said += piece;
        const url = said.match(/http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]+\//);
        if (url) return server.stdout.resume() && url[0];
    }
    throw new Error(`the server ended after: ${said}`);
}
