/*
 * System calls, each many times in a loop from which the loop itself is taken off: the same program in the image and on Linux. Prints "syscall NAME COUNTS NANOSECONDS" for one call: counts of
 * the time stamp counter, which goes by instructions where they are counted; first "rate COUNTS", of one instruction.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/futex.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include <x86intrin.h>

enum { turns = 20000, loops = 1000000 };

static inline long call(long number, long a, long b, long c, long d)
{
    register long r10 __asm__("r10") = d;
    long result;
    __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10) : "rcx", "r11", "memory");
    return result;
}

/* What stands around the instruction, without it. */
static inline long none(long number, long a, long b, long c, long d)
{
    register long r10 __asm__("r10") = d;
    long result;
    __asm__ volatile("" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10) : "rcx", "r11", "memory");
    return result;
}

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static double counts, nanoseconds;

#define measure(statement)                                                                   \
    do {                                                                                     \
        uint64_t time = now(), start = __rdtsc();                                            \
        for (int i = 0; i < turns; i++) {                                                    \
            statement;                                                                       \
        }                                                                                    \
        counts = (double)(__rdtsc() - start) / turns;                                        \
        nanoseconds = (double)(now() - time) / turns;                                        \
    } while (0)

#define report(name, statement, empty)                                                       \
    do {                                                                                     \
        for (int j = 0; j < 100; j++) {                                                      \
            statement;                                                                       \
        }                                                                                    \
        measure(empty);                                                                      \
        double around = counts, aroundTime = nanoseconds;                                    \
        measure(statement);                                                                  \
        printf("syscall %s %.2f %.2f\n", name, counts - around, nanoseconds - aroundTime);   \
    } while (0)

#define compare(name, ...) report(name, call(__VA_ARGS__), none(__VA_ARGS__))

int main(void)
{
    if (getpid() == 1) {
        mkdir("/dev", 0755);
        mount("dev", "/dev", "devtmpfs", 0, NULL);
    }
    long left = loops;
    uint64_t start = __rdtsc();
    __asm__ volatile("1: dec %0; jnz 1b" : "+r"(left) : : "cc");
    printf("rate %.6f\n", (double)(__rdtsc() - start) / (2.0 * loops));

    static char byte;
    static int word;
    static struct timespec time;
    static struct epoll_event event = { .events = EPOLLIN }, found;
    int zero = open("/dev/zero", O_RDONLY), poll = epoll_create1(0), ready = eventfd(1, 0);
    if (zero < 0 || epoll_ctl(poll, EPOLL_CTL_ADD, ready, &event) != 0)
        printf("a file is missing\n");
    compare("getpid", SYS_getpid, 0, 0, 0, 0);
    compare("read_zero", SYS_read, zero, (long)&byte, 1, 0);
    compare("futex_wake", SYS_futex, (long)&word, FUTEX_WAKE_PRIVATE, 1, 0);
    compare("epoll_wait_ready", SYS_epoll_wait, poll, (long)&found, 1, 0);
    compare("clock_gettime_call", SYS_clock_gettime, CLOCK_MONOTONIC, (long)&time, 0, 0);
    report("clock_gettime", clock_gettime(CLOCK_MONOTONIC, &time), none(0, CLOCK_MONOTONIC, (long)&time, 0, 0));
    fflush(stdout);
    if (getpid() == 1)
        reboot(RB_AUTOBOOT);
    return 0;
}
