/*
 * Reading 4 KiB at a time from a disk past the page cache, with pread: the peer of bench/images/block. Prints "block NAME 1 COUNTS" in counts of the time stamp counter for a read.
 * While a read waits, a thread of the lowest class counts: what it counted is taken off, so that waiting for the disk is not in the figures.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <x86intrin.h>

enum { turns = 2000, size = 4096, blocks = 256 };

static volatile uint64_t idle_turns;

static void *idles(void *unused)
{
    struct sched_param none = { 0 };
    sched_setscheduler(0, SCHED_IDLE, &none);
    for (;;)
        idle_turns++;
    return unused;
}

static double counts_of_idle_turn(void)
{
    uint64_t turns_before = idle_turns, start = __rdtsc();
    struct timespec wait = { .tv_nsec = 50000000 };
    nanosleep(&wait, NULL);
    return (double)(__rdtsc() - start) / (double)(idle_turns - turns_before);
}

static void measure(const char *name, const char *device)
{
    int disk = open(device, O_RDONLY | O_DIRECT);
    void *data = aligned_alloc(size, size);
    if (disk < 0)
        return;
    for (int i = 0; i < 16; i++)
        if (pread(disk, data, size, (off_t)(i % blocks) * size) != size)
            return;
    double of_idle_turn = counts_of_idle_turn();
    uint64_t idle_before = idle_turns, start = __rdtsc();
    for (int i = 0; i < turns; i++)
        if (pread(disk, data, size, (off_t)(i % blocks) * size) != size)
            return;
    double all = (double)(__rdtsc() - start), idle = (double)(idle_turns - idle_before) * of_idle_turn;
    printf("block %s 1 %.1f\n", name, (all - idle) / turns);
    close(disk);
}

int main(void)
{
    mkdir("/dev", 0755);
    mount("dev", "/dev", "devtmpfs", 0, NULL);
    pthread_t idle;
    pthread_create(&idle, NULL, idles, NULL);
    measure("virtio", "/dev/vda");
    measure("nvme", "/dev/nvme0n1");
    fflush(stdout);
    reboot(RB_AUTOBOOT);
}
