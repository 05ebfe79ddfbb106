// The bytes and the hash of bench/images/bulk.
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PIECE (256 << 10)

struct hash {
    uint64_t state, partial;
    int count;
};

static uint64_t hash_step(uint64_t state, uint64_t word) {
    uint64_t x = (state ^ word) * 0x9e3779b97f4a7c15u;
    return x << 29 | x >> 35;
}

static void hash_byte(struct hash *hash, unsigned char byte) {
    hash->partial |= (uint64_t)byte << (8 * hash->count);
    if (++hash->count < 8)
        return;
    hash->state = hash_step(hash->state, hash->partial);
    hash->partial = 0;
    hash->count = 0;
}

static inline void hash_add(struct hash *hash, const unsigned char *bytes, size_t length) {
    for (; hash->count != 0 && length > 0; length--)
        hash_byte(hash, *bytes++);
    for (; length >= 8; length -= 8, bytes += 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);
        hash->state = hash_step(hash->state, word);
    }
    for (; length > 0; length--)
        hash_byte(hash, *bytes++);
}

static inline uint64_t hash_value(const struct hash *hash) {
    return hash->count == 0 ? hash->state : hash_step(hash->state, hash->partial);
}

static inline int write_all(int fd, const unsigned char *bytes, size_t length) {
    while (length > 0) {
        ssize_t count = write(fd, bytes, length);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return 0;
        bytes += count;
        length -= count;
    }
    return 1;
}

// Sends so many bytes: zeros, or xorshift64* from a seed on; the hash of them goes behind where it is wanted. Returns the hash.
static inline uint64_t send_bytes(int fd, uint64_t length, uint64_t random, int hashed, int with_hash) {
    static __thread unsigned char piece[PIECE];
    struct hash hash = { 0 };
    while (length > 0) {
        size_t count = length < PIECE ? length : PIECE, at = 0;
        if (hashed) {
            for (; at + 8 <= count; at += 8) {
                random ^= random >> 12;
                random ^= random << 25;
                random ^= random >> 27;
                uint64_t word = random * 0x2545f4914f6cdd1du;
                memcpy(piece + at, &word, 8);
            }
            for (; at < count; at++)
                piece[at] = at;
            hash_add(&hash, piece, count);
        }
        if (!write_all(fd, piece, count))
            return 0;
        length -= count;
    }
    uint64_t value = hash_value(&hash);
    if (hashed && with_hash)
        write_all(fd, (unsigned char *)&value, 8);
    return value;
}
