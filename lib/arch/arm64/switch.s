// From one thread to another: what a function preserves goes onto the stack, and the stack is exchanged. Each function in a section of its own.

        .weak   lithe_thread_start              // where a new thread begins: exported by a scheduler that has threads

        .section .text.arm64_switch, "ax", @progbits
        .globl  arm64_switch
        .type   arm64_switch, @function
        .balign 4
arm64_switch:                                   // (nint* save, nint load)
        .cfi_startproc
        stp     x19, x20, [sp, #-160]!
        .cfi_adjust_cfa_offset 160
        stp     x21, x22, [sp, #16]
        stp     x23, x24, [sp, #32]
        stp     x25, x26, [sp, #48]
        stp     x27, x28, [sp, #64]
        stp     x29, x30, [sp, #80]
        stp     d8, d9, [sp, #96]
        stp     d10, d11, [sp, #112]
        stp     d12, d13, [sp, #128]
        stp     d14, d15, [sp, #144]
        mov     x2, sp
        str     x2, [x0]
        mov     sp, x1
        ldp     x21, x22, [sp, #16]
        ldp     x23, x24, [sp, #32]
        ldp     x25, x26, [sp, #48]
        ldp     x27, x28, [sp, #64]
        ldp     x29, x30, [sp, #80]
        ldp     d8, d9, [sp, #96]
        ldp     d10, d11, [sp, #112]
        ldp     d12, d13, [sp, #128]
        ldp     d14, d15, [sp, #144]
        ldp     x19, x20, [sp], #160
        .cfi_adjust_cfa_offset -160
        ret
        .cfi_endproc
        .size   arm64_switch, . - arm64_switch

// A new thread begins here, by the return of arm64_switch: no caller, so that a walk of the stack ends.
        .section .text.arm64_thread_entry, "ax", @progbits
        .type   thread_entry, @function
        .balign 8
thread_entry:
        ldr     x0, thread_start_address
        mov     x29, xzr
        mov     x30, xzr
        br      x0
thread_start_address:
        .quad   lithe_thread_start              // as data: page-relative code cannot name a symbol that may be absent
        .size   thread_entry, . - thread_entry

        .globl  arm64_thread_entry
        .type   arm64_thread_entry, @function
arm64_thread_entry:                             // () -> nint
        adr     x0, thread_entry
        ret
        .size   arm64_thread_entry, . - arm64_thread_entry

// The running thread is kept in TPIDRRO_EL0: a register of its own, so that one instruction reads it. Programs have no use for it.
        .section .text.arm64_current_thread, "ax", @progbits
        .globl  arm64_current_thread
        .type   arm64_current_thread, @function
        .balign 4
arm64_current_thread:                           // () -> nint
        mrs     x0, tpidrro_el0
        ret
        .size   arm64_current_thread, . - arm64_current_thread

        .section .text.arm64_set_current_thread, "ax", @progbits
        .globl  arm64_set_current_thread
        .type   arm64_set_current_thread, @function
        .balign 4
arm64_set_current_thread:                       // (nint value)
        msr     tpidrro_el0, x0
        ret
        .size   arm64_set_current_thread, . - arm64_set_current_thread

        .section .text.arm64_read_tpidr, "ax", @progbits
        .globl  arm64_read_tpidr
        .type   arm64_read_tpidr, @function
        .balign 4
arm64_read_tpidr:                               // () -> ulong
        mrs     x0, tpidr_el0
        ret
        .size   arm64_read_tpidr, . - arm64_read_tpidr

        .section .text.arm64_write_tpidr, "ax", @progbits
        .globl  arm64_write_tpidr
        .type   arm64_write_tpidr, @function
        .balign 4
arm64_write_tpidr:                              // (ulong value)
        msr     tpidr_el0, x0
        ret
        .size   arm64_write_tpidr, . - arm64_write_tpidr
