/*
 * The key-value store of apps/kv-udp on Linux sockets: its peer. As a guest's first program, with the mode in the kernel's command line:
 *   kv=block     recvfrom and sendto, one at a time
 *   kv=batch     recvmmsg and sendmmsg of up to 32, as many as are there
 * Both wait in the kernel. What a request costs is counted from outside: all instructions that the guest executes.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { entries = 1024, most_key = 46, most_value = 200, batch = 32, most_packet = 512 };

struct entry { uint8_t key_length, value_length; char key[most_key], value[most_value]; };

static struct entry table[entries];
static uint32_t hash(const char *key, int length)
{
    uint32_t h = 2166136261u;
    for (int i = 0; i < length; i++)
        h = (h ^ (uint8_t)key[i]) * 16777619u;
    return h ^ h >> 15;
}

static struct entry *find(const char *key, int length, uint32_t h)
{
    for (uint32_t i = 0; i < 8; i++) {
        struct entry *e = &table[(h + i) & (entries - 1)];
        if (e->key_length == length && memcmp(e->key, key, length) == 0)
            return e;
    }
    return NULL;
}

static int evaluate(const char *question, int length, char *answer)
{
    if (length < 5 || question[3] != ' ')
        return sprintf(answer, "!get KEY, set KEY VALUE, del KEY");
    const char *key = question + 4, *value = NULL;
    int key_length = length - 4, value_length = 0;
    if (memcmp(question, "set", 3) == 0) {
        const char *space = memchr(key, ' ', key_length);
        if (!space)
            return sprintf(answer, "!get KEY, set KEY VALUE, del KEY");
        value = space + 1;
        value_length = key_length - (int)(value - key);
        key_length = (int)(space - key);
    }
    if (key_length == 0 || key_length > most_key || value_length > most_value)
        return sprintf(answer, "!get KEY, set KEY VALUE, del KEY");
    uint32_t h = hash(key, key_length);
    struct entry *e = find(key, key_length, h);
    if (value) {
        if (!e)
            e = &table[h & (entries - 1)];
        e->key_length = key_length;
        e->value_length = value_length;
        memcpy(e->key, key, key_length);
        memcpy(e->value, value, value_length);
        answer[0] = '+';
        return 1;
    }
    if (!e) {
        answer[0] = '-';
        return 1;
    }
    answer[0] = '+';
    if (question[0] == 'd') {
        e->key_length = 0;
        return 1;
    }
    memcpy(answer + 1, e->value, e->value_length);
    return 1 + e->value_length;
}

static void configure(void)
{
    int s = socket(AF_INET, SOCK_DGRAM, 0);
    struct ifreq request = { .ifr_name = "eth0" };
    struct sockaddr_in *address = (struct sockaddr_in *)&request.ifr_addr;
    address->sin_family = AF_INET;
    address->sin_addr.s_addr = inet_addr("10.0.2.15");
    if (ioctl(s, SIOCSIFADDR, &request))
        perror("address");
    address->sin_addr.s_addr = inet_addr("255.255.255.0");
    ioctl(s, SIOCSIFNETMASK, &request);
    request.ifr_flags = IFF_UP | IFF_RUNNING;
    if (ioctl(s, SIOCSIFFLAGS, &request))
        perror("up");
    /* The client is no host that answers ARP. */
    struct arpreq neighbour = { .arp_flags = ATF_COM | ATF_PERM, .arp_dev = "eth0" };
    ((struct sockaddr_in *)&neighbour.arp_pa)->sin_family = AF_INET;
    ((struct sockaddr_in *)&neighbour.arp_pa)->sin_addr.s_addr = inet_addr("10.0.2.2");
    neighbour.arp_ha.sa_family = ARPHRD_ETHER;
    memcpy(neighbour.arp_ha.sa_data, "\2\0\0\0\0\1", 6);
    if (ioctl(s, SIOCSARP, &neighbour))
        perror("neighbour");
    close(s);
}

static void serve_one_by_one(int s)
{
    char question[most_packet], answer[most_packet];
    struct sockaddr_in from;
    for (;;) {
        socklen_t size = sizeof from;
        ssize_t length = recvfrom(s, question, sizeof question, 0, (struct sockaddr *)&from, &size);
        if (length < 0)
            continue;
        int answered = evaluate(question, (int)length, answer);
        sendto(s, answer, answered, 0, (struct sockaddr *)&from, size);
    }
}

static struct mmsghdr in[batch], out[batch];

static void serve_batches(int s)
{
    static char questions[batch][most_packet], answers[batch][most_packet];
    static struct sockaddr_in from[batch];
    static struct iovec in_data[batch], out_data[batch];
    for (int i = 0; i < batch; i++) {
        in_data[i] = (struct iovec){ questions[i], most_packet };
        out_data[i] = (struct iovec){ answers[i], 0 };
        in[i].msg_hdr = (struct msghdr){ .msg_name = &from[i], .msg_namelen = sizeof from[i], .msg_iov = &in_data[i], .msg_iovlen = 1 };
        out[i].msg_hdr = (struct msghdr){ .msg_name = &from[i], .msg_namelen = sizeof from[i], .msg_iov = &out_data[i], .msg_iovlen = 1 };
    }
    for (;;) {
        int count = recvmmsg(s, in, batch, MSG_WAITFORONE, NULL);
        for (int i = 0; i < count; i++)
            out_data[i].iov_len = evaluate(questions[i], in[i].msg_len, answers[i]);
        if (count > 0)
            sendmmsg(s, out, count, 0);
    }
}

int main(void)
{
    char line[512] = "";
    mkdir("/proc", 0755);
    mount("proc", "/proc", "proc", 0, NULL);
    FILE *f = fopen("/proc/cmdline", "r");
    if (f && !fgets(line, sizeof line, f))
        line[0] = 0;
    configure();
    int s = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in own = { .sin_family = AF_INET, .sin_port = htons(7777) };
    if (bind(s, (struct sockaddr *)&own, sizeof own))
        perror("bind");
    printf("kv-udp: ready\n");
    fflush(stdout);
    if (strstr(line, "kv=batch"))
        serve_batches(s);
    serve_one_by_one(s);
}
