// Exception vectors (ARM DDI 0487, D1.4.1.5). C# runs on SP_EL0, so its exceptions come through the first group and are handled on
// SP_EL1. The second group is an exception while one was being handled: what x86 calls a double fault; it starts over on a
// fresh trap stack.

        .section .text.traps, "ax", @progbits
        .balign 2048
        .globl  vectors
vectors:
        .macro  vector number
        .balign 128
        sub     sp, sp, #304
        stp     x0, x1, [sp, #0]
        mov     x0, #\number
        b       trap_common
        .endm
        .macro  nested number
        .balign 128
        add     sp, sp, x0                      // no stack to save to yet, and no register to spare: sp keeps x0 ...
        sub     x0, sp, x0
        sub     sp, sp, x0
        adrp    x0, __double_fault_stack_top
        add     x0, x0, :lo12:__double_fault_stack_top
        add     sp, sp, x0                      // ... and is exchanged with it again
        sub     x0, sp, x0
        sub     sp, sp, x0
        sub     sp, sp, #304
        stp     x0, x1, [sp, #0]
        mov     x0, #\number
        b       trap_common
        .endm
        vector  0
        .balign 128                             // vector 1: an interrupt of C#, on SP_EL1 now
        stp     x0, x1, [sp, #-304]
        ldr     x0, interrupt_address
        cbz     x0, 1f
        br      x0                              // with x0, x1 at sp - 304
1:      sub     sp, sp, #304
        mov     x0, #1
        b       trap_common
        vector  2
        vector  3
        nested  4
        nested  5
        nested  6
        nested  7
        vector  8
        vector  9
        vector  10
        vector  11
        vector  12
        vector  13
        vector  14
        vector  15

// What returns is lib/traps': without it in the image every trap and interrupt ends in lithe_trap.
        .weak   arm64_fault                     // called with the frame at sp; comes back when it cannot mend the fault
        .weak   arm64_interrupt

// Saves what C# may need to know and calls lithe_trap(frame). x0 = vector number. Layout: see TrapFrame.cs.
        .balign 128
        .type   trap_common, @function
trap_common:
        stp     x2, x3, [sp, #16]

        // A semihosting call that no host listens to is an undefined instruction: it answers -1 and goes on.
        mrs     x2, elr_el1
        adrp    x3, arm64_semihost
        add     x3, x3, :lo12:arm64_semihost
        cmp     x2, x3
        b.ne    1f
        add     x2, x2, #4
        msr     elr_el1, x2
        ldp     x2, x3, [sp, #16]
        ldr     x1, [sp, #8]
        mov     x0, #-1
        add     sp, sp, #304
        eret
1:
        stp     x4, x5, [sp, #32]
        stp     x6, x7, [sp, #48]
        stp     x8, x9, [sp, #64]
        stp     x10, x11, [sp, #80]
        stp     x12, x13, [sp, #96]
        stp     x14, x15, [sp, #112]
        stp     x16, x17, [sp, #128]
        stp     x18, x19, [sp, #144]
        stp     x20, x21, [sp, #160]
        stp     x22, x23, [sp, #176]
        stp     x24, x25, [sp, #192]
        stp     x26, x27, [sp, #208]
        stp     x28, x29, [sp, #224]
        mrs     x1, sp_el0
        mrs     x2, elr_el1
        mrs     x3, spsr_el1
        mrs     x4, esr_el1
        mrs     x5, far_el1
        stp     x30, x1, [sp, #240]
        stp     x2, x3, [sp, #256]
        stp     x4, x5, [sp, #272]
        str     x0, [sp, #288]
        ldr     x1, fault_address
        cbz     x1, 2f
        cbnz    x0, 2f                          // only vector 0: not what arrives while another one is handled
        blr     x1
2:      mov     x0, sp
        mov     x29, xzr
        mov     x30, xzr
        bl      lithe_trap
        brk     #0
        .balign 8
// As data: page-relative code cannot name a symbol that may be absent.
interrupt_address:
        .quad   arm64_interrupt
fault_address:
        .quad   arm64_fault
        .size   trap_common, . - trap_common

// lithe_fail(x0 = reason, x1 = argument): does not return. The trap frame shows the caller's registers.
        .section .text.lithe_fail, "ax", @progbits
        .globl  lithe_fail
        .type   lithe_fail, @function
lithe_fail:
        .cfi_startproc
        brk     #63
        .cfi_endproc
        .size   lithe_fail, . - lithe_fail
