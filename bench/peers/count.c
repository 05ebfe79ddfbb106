/*
 * A plugin for QEMU that counts the guest's instructions, each when it is executed, in a file of eight bytes that others map meanwhile:
 *   qemu-system-x86_64 -plugin ./count.so,counter=FILE ...
 * A processor that waits executes none, so what lies between two readings is what the guest did, whatever the host did besides. For one processor: adding is not atomic.
 * Of QEMU's plugin interface, version 1 (QEMU 7.2), only what is used is declared.
 */
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct qemu_plugin_tb;
struct qemu_plugin_insn;
enum { add_64_bits = 0 };

extern void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t plugin, void (*translated)(uint64_t plugin, struct qemu_plugin_tb *block));
extern size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *block);
extern struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *block, size_t index);
extern void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn *instruction, int operation, void *place, uint64_t operand);

int qemu_plugin_version = 1;

static uint64_t *counter;

static void translated(uint64_t plugin, struct qemu_plugin_tb *block)
{
    (void)plugin;
    /* Each by itself: a block that is left in its middle counts as far as it got. */
    for (size_t i = 0; i < qemu_plugin_tb_n_insns(block); i++)
        qemu_plugin_register_vcpu_insn_exec_inline(qemu_plugin_tb_get_insn(block, i), add_64_bits, counter, 1);
}

int qemu_plugin_install(uint64_t plugin, const void *information, int count, char **arguments)
{
    static const char name[] = "counter=";
    (void)information;
    if (count != 1 || strncmp(arguments[0], name, sizeof name - 1) != 0)
        return -1;
    int file = open(arguments[0] + sizeof name - 1, O_RDWR | O_CREAT, 0600);
    if (file < 0 || ftruncate(file, sizeof *counter) != 0)
        return -1;
    counter = mmap(NULL, sizeof *counter, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (counter == MAP_FAILED)
        return -1;
    qemu_plugin_register_vcpu_tb_trans_cb(plugin, translated);
    return 0;
}
