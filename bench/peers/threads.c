/* What threads cost on Linux: the peer of bench/guest/sched. Prints "NAME COUNTS TURNS" in counts of the time stamp counter. As a guest's first program it then ends the machine. */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/reboot.h>
#include <sys/timerfd.h>
#include <unistd.h>
#include <x86intrin.h>

enum { turns = 2000 };

static volatile int ends;
static sem_t there, back;

static void print(const char *name, uint64_t counts) { printf("%s %llu %d\n", name, (unsigned long long)counts, turns); }

static void *yields(void *unused)
{
    while (!ends)
        sched_yield();
    return unused;
}

static uint64_t measure_switch(void)
{
    pthread_t other;
    pthread_create(&other, NULL, yields, NULL);
    for (int i = 0; i < 64; i++)
        sched_yield();
    uint64_t start = __rdtsc();
    for (int i = 0; i < turns; i++)
        sched_yield();
    uint64_t end = __rdtsc();
    ends = 1;
    pthread_join(other, NULL);
    return end - start;
}

static uint64_t measure_mutex(void)
{
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    uint64_t start = __rdtsc();
    for (int i = 0; i < turns; i++) {
        pthread_mutex_lock(&mutex);
        pthread_mutex_unlock(&mutex);
    }
    return __rdtsc() - start;
}

static void *answers(void *unused)
{
    for (int i = 0; i < turns + 8; i++) {
        sem_wait(&there);
        sem_post(&back);
    }
    return unused;
}

static void turn(void)
{
    sem_post(&there);
    sem_wait(&back);
}

static uint64_t measure_wake(void)
{
    pthread_t other;
    pthread_create(&other, NULL, answers, NULL);
    for (int i = 0; i < 8; i++)
        turn();
    uint64_t start = __rdtsc();
    for (int i = 0; i < turns; i++)
        turn();
    uint64_t end = __rdtsc();
    pthread_join(other, NULL);
    return end - start;
}

static uint64_t measure_timer(void)
{
    int timer = timerfd_create(CLOCK_MONOTONIC, 0);
    uint64_t expired;
    uint64_t start = __rdtsc();
    for (int i = 0; i < turns; i++) {
        /* Long past, so due at once: what is counted is the work, not the wait. */
        struct itimerspec due = { .it_value = { .tv_nsec = 1 } };
        timerfd_settime(timer, TFD_TIMER_ABSTIME, &due, NULL);
        if (read(timer, &expired, sizeof expired) != sizeof expired)
            return 0;
    }
    return __rdtsc() - start;
}

/* A loop of two instructions a turn: what a count is worth. */
static uint64_t measure_rate(void)
{
    uint64_t start = __rdtsc();
    long i = turns * 1000L;
    __asm__ volatile("1: dec %0\n\tjnz 1b" : "+r"(i));
    return __rdtsc() - start;
}

int main(void)
{
    cpu_set_t first;
    CPU_ZERO(&first);
    CPU_SET(0, &first);
    sched_setaffinity(0, sizeof first, &first);
    sem_init(&there, 0, 0);
    sem_init(&back, 0, 0);
    print("rate", measure_rate());
    print("switch", measure_switch());
    print("mutex", measure_mutex());
    print("wake", measure_wake());
    print("timer", measure_timer());
    fflush(stdout);
    if (getpid() == 1)
        reboot(RB_AUTOBOOT);
    return 0;
}
