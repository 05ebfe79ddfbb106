// Drives bench/images/bulk or bulk.c: bulk-drive ADDRESS send|receive BYTES [SEED]. With a seed the bytes are numbers and their hash is compared; without, zeros.
// Prints the seconds from the first byte to the answer that everything has come.
#include <netdb.h>
#include <time.h>

#include "bulk.h"

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

static int fail(const char *what) {
    fprintf(stderr, "bulk-drive: %s: %s\n", what, strerror(errno));
    return 1;
}

int main(int argc, char **argv) {
    if (argc < 4)
        return 2;
    int sends = strcmp(argv[2], "send") == 0, hashed = argc > 4;
    uint64_t length = strtoull(argv[3], NULL, 0), seed = hashed ? strtoull(argv[4], NULL, 0) : 0;
    char port[8];
    snprintf(port, sizeof port, "%d", 5001 + !sends + 2 * hashed);
    struct addrinfo hints = { .ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_STREAM }, *to;
    if (getaddrinfo(argv[1], port, &hints, &to) != 0)
        return 2;
    int fd = socket(to->ai_family, SOCK_STREAM, 0);
    if (connect(fd, to->ai_addr, to->ai_addrlen) != 0)
        return fail("connect");
    double start = now();
    uint64_t ours = 0, theirs = 0;
    if (sends) {
        ours = send_bytes(fd, length, seed, hashed, 0);
        shutdown(fd, SHUT_WR);
        if (recv(fd, &theirs, 8, MSG_WAITALL) != 8)
            return fail("no answer");
    } else {
        uint64_t request[2] = { length, seed };
        if (!write_all(fd, (unsigned char *)request, 16))
            return fail("request");
        unsigned char *piece = malloc(PIECE);
        struct hash hash = { 0 };
        while (length > 0) {
            ssize_t count = recv(fd, piece, length < PIECE ? length : PIECE, 0);
            if (count <= 0)
                return fail("receive");
            if (hashed)
                hash_add(&hash, piece, count);
            length -= count;
        }
        ours = hash_value(&hash);
        theirs = ours;
        if (hashed && recv(fd, &theirs, 8, MSG_WAITALL) != 8)
            return fail("no hash");
    }
    double seconds = now() - start;
    if (ours != theirs) {
        fprintf(stderr, "bulk-drive: the hashes differ: %016llx here, %016llx there\n", (unsigned long long)ours, (unsigned long long)theirs);
        return 1;
    }
    printf("%.6f %016llx\n", seconds, (unsigned long long)ours);
    return 0;
}
