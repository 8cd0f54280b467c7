/* A listening socket, made in C; the same program as creating.rs and creating.py. */

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static int checked(int result, const char *call) {
    if (result < 0) {
        perror(call);
        exit(1);
    }
    return result;
}

int main(int count, char **words) {
    int yes = 1;
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;
    address.sin_port = htons(count > 1 ? atoi(words[1]) : 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);

    int listener = checked(socket(AF_INET, SOCK_STREAM, 0), "socket");
    checked(setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes), "setsockopt");
    checked(bind(listener, (struct sockaddr *)&address, size), "bind");
    checked(listen(listener, 128), "listen");
    checked(getsockname(listener, (struct sockaddr *)&address, &size), "getsockname");
    printf("listening on %s:%d\n", inet_ntoa(address.sin_addr), ntohs(address.sin_port));
    fflush(stdout);

    int client = checked(accept(listener, (struct sockaddr *)&address, &size), "accept");
    printf("%s:%d connected\n", inet_ntoa(address.sin_addr), ntohs(address.sin_port));
    checked(write(client, "hello\n", 6), "write");
    close(client);
    close(listener);
}
