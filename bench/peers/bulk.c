// What bench/images/bulk does, on Linux: port 5001 takes all that comes, 5002 sends as many bytes as it is asked for, 5003 and 5004 do the same with a hash.
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bulk.h"

static const int ports[] = { 5001, 5002, 5003, 5004 };

static void sink(int fd, int hashed) {
    struct hash hash = { 0 };
    unsigned char *buffer = malloc(PIECE);
    ssize_t count;
    while ((count = read(fd, buffer, PIECE)) > 0)
        if (hashed)
            hash_add(&hash, buffer, count);
    uint64_t answer = hashed ? hash_value(&hash) : 0;
    if (write(fd, &answer, 8) != 8)
        perror("bulk");
    free(buffer);
}

static void source(int fd, int hashed) {
    uint64_t request[2];
    if (recv(fd, request, 16, MSG_WAITALL) != 16)
        return;
    send_bytes(fd, request[0], request[1], hashed, 1);
    shutdown(fd, SHUT_WR);
    while (read(fd, request, 16) > 0)
        ;
}

static void *serve(void *argument) {
    int fd = (intptr_t)argument >> 3, kind = (intptr_t)argument & 7;
    if (kind & 1)
        source(fd, kind >> 1);
    else
        sink(fd, kind >> 1);
    close(fd);
    return NULL;
}

static int open_at(int port) {
    int on = 1, off = 0, fd = socket(AF_INET6, SOCK_STREAM, 0);
    struct sockaddr_in6 at = { .sin6_family = AF_INET6, .sin6_port = htons(port) };
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (bind(fd, (struct sockaddr *)&at, sizeof at) || listen(fd, 16)) {
        perror("bulk");
        exit(1);
    }
    return fd;
}

static void *accept_at(void *argument) {
    int fd = (intptr_t)argument >> 3, kind = (intptr_t)argument & 7;
    for (;;) {
        int one = accept(fd, NULL, NULL);
        pthread_t thread;
        if (one >= 0 && pthread_create(&thread, NULL, serve, (void *)(intptr_t)(one << 3 | kind)) == 0)
            pthread_detach(thread);
    }
}

int main(void) {
    signal(SIGPIPE, SIG_IGN);
    // All are open before any is answered: who finds one finds the others.
    intptr_t opened[4];
    for (int kind = 0; kind < 4; kind++)
        opened[kind] = (intptr_t)open_at(ports[kind]) << 3 | kind;
    pthread_t thread;
    for (int kind = 1; kind < 4; kind++)
        pthread_create(&thread, NULL, accept_at, (void *)opened[kind]);
    accept_at((void *)opened[0]);
}
