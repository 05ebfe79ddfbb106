// Asks a server until it answers: ask ADDRESS PORT SECONDS TEXT. Prints the monotonic clock in nanoseconds when the first byte of an answer had come.
// A server that has not started yet is asked again every few milliseconds, whether its machine refuses, is silent or is not there.
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static long long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int ready(int fd, short events, int milliseconds) {
    struct pollfd p = { fd, events, 0 };
    return poll(&p, 1, milliseconds) == 1;
}

int main(int argc, char **argv) {
    struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM }, *to;
    if (argc != 5 || getaddrinfo(argv[1], argv[2], &hints, &to) != 0)
        return 2;
    // The shell's \r\n for those who cannot type them.
    char text[4096];
    int length = 0;
    for (char *c = argv[4]; *c && length < (int)sizeof text - 1; c++) {
        if (c[0] == '\\' && (c[1] == 'r' || c[1] == 'n'))
            text[length++] = *++c == 'r' ? '\r' : '\n';
        else
            text[length++] = *c;
    }
    long long end = now() + atoi(argv[3]) * 1000000000LL;
    while (now() < end) {
        char byte;
        int fd = socket(to->ai_family, SOCK_STREAM | SOCK_NONBLOCK, 0), error = 0;
        socklen_t size = sizeof error;
        if (connect(fd, to->ai_addr, to->ai_addrlen) != 0 && errno != EINPROGRESS)
            error = errno;
        // A question that was lost is repeated after a second by TCP itself: too late for this.
        else if (!ready(fd, POLLOUT, 10))
            error = ETIMEDOUT;
        else
            getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
        if (error == 0 && send(fd, text, length, MSG_NOSIGNAL) == length && ready(fd, POLLIN, 2000) && recv(fd, &byte, 1, 0) == 1) {
            printf("%lld\n", now());
            return 0;
        }
        close(fd);
        if (error != ETIMEDOUT)
            usleep(2000);
    }
    return 1;
}
