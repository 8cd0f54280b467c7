/* A calculator as many tutorials begin: one client at a time, and one read for each request.

   Build it:  cc -o target/starters/server-c starters/c/server.c
   Run it:    target/starters/server-c localhost 1081
   Judge it:  cargo conformance calculator -- target/starters/server-c */
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static char *at; /* where the calculation is in the request */

static int accepts(char wanted) {
    while (*at == ' ' || *at == '\t') at++;
    return *at == wanted ? at++, 1 : 0;
}

static double sum(void);

static double factor(void) {
    if (accepts('-')) return -factor();
    if (accepts('+')) return factor();
    if (!accepts('(')) return strtod(at, &at);
    double value = sum();
    accepts(')');
    return value;
}

static double sum(void) {
    for (double total = 0, product = factor();;) {
        if (accepts('*')) product *= factor();
        else if (accepts('/')) product /= factor();
        else if (accepts('+')) total += product, product = factor();
        else if (accepts('-')) total += product, product = -factor();
        else return total + product;
    }
}

int main(int count, char **arguments) {
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *address;
    if (count < 3 || getaddrinfo(arguments[1], arguments[2], &hints, &address) != 0) {
        fprintf(stderr, "usage: server HOST PORT\n");
        return 2;
    }
    int server = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(server, address->ai_addr, address->ai_addrlen) < 0) fail("bind");
    if (listen(server, 1) < 0) fail("listen");
    printf("Waiting for clients on %s %s\n", arguments[1], arguments[2]);
    for (;;) {
        int client = accept(server, NULL, NULL);
        char request[1024];
        ssize_t length;
        while ((length = read(client, request, sizeof request - 1)) > 0) {
            request[length] = 0;
            at = request;
            dprintf(client, "%g\n", sum());
        }
        close(client);
    }
}
