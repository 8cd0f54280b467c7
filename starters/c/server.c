/* A calculator as many tutorials begin: one client at a time, one read a request, two numbers and an operator.

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

static double calculate(double a, char operator, double b) {
    switch (operator) {
        case '+': return a + b;
        case '-': return a - b;
        case '*': return a * b;
        default: return a / b;
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
            double a, b;
            char operator;
            request[length] = 0;
            if (sscanf(request, "%lf %c %lf", &a, &operator, &b) == 3)
                dprintf(client, "%g\n", calculate(a, operator, b));
            else
                dprintf(client, "error: only a + b, a - b, a * b and a / b are understood\n");
        }
        close(client);
    }
}
