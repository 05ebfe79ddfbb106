// Traps that return. arch/arm64's vectors reach these by weak references, so an image without this library has none of it.

        .weak   lithe_fault                     // bool lithe_fault(frame): true when the instruction can be tried again
        .weak   lithe_interrupt                 // bool lithe_interrupt(number): on the interrupted stack, interrupts disabled; true when they stay so

        .set    VECTORS_SIZE, 24 * 16 + 16      // v0-v7, v16-v31, FPCR and FPSR

// The vector registers that a function may change, to and from the VECTORS_SIZE bytes at a register; x2, x3 are used.
        .macro  save_vectors base
        stp     q0, q1, [\base, #0]
        stp     q2, q3, [\base, #32]
        stp     q4, q5, [\base, #64]
        stp     q6, q7, [\base, #96]
        stp     q16, q17, [\base, #128]
        stp     q18, q19, [\base, #160]
        stp     q20, q21, [\base, #192]
        stp     q22, q23, [\base, #224]
        stp     q24, q25, [\base, #256]
        stp     q26, q27, [\base, #288]
        stp     q28, q29, [\base, #320]
        stp     q30, q31, [\base, #352]
        mrs     x2, fpcr
        mrs     x3, fpsr
        stp     x2, x3, [\base, #384]
        msr     fpcr, xzr
        .endm
        .macro  load_vectors base
        ldp     q0, q1, [\base, #0]
        ldp     q2, q3, [\base, #32]
        ldp     q4, q5, [\base, #64]
        ldp     q6, q7, [\base, #96]
        ldp     q16, q17, [\base, #128]
        ldp     q18, q19, [\base, #160]
        ldp     q20, q21, [\base, #192]
        ldp     q22, q23, [\base, #224]
        ldp     q24, q25, [\base, #256]
        ldp     q26, q27, [\base, #288]
        ldp     q28, q29, [\base, #320]
        ldp     q30, q31, [\base, #352]
        ldp     x2, x3, [\base, #384]
        msr     fpcr, x2
        msr     fpsr, x3
        .endm

// A synchronous exception of C#: sp (SP_EL1) is the frame of TrapFrame.cs, x0 the vector, x30 the way to the panic. Goes on with the program when
// lithe_fault says so; returns when it does not or when there is no such function.
        .section .text.arm64_fault, "ax", @progbits
        .globl  arm64_fault
        .type   arm64_fault, @function
arm64_fault:
        ldr     x1, fault_address
        cbz     x1, 1f
        mov     x19, sp                         // the frame holds the program's x19, x20
        mov     x20, x30
        sub     sp, sp, #VECTORS_SIZE
        save_vectors sp
        mov     x0, x19
        mov     x29, xzr
        blr     x1
        load_vectors sp
        mov     sp, x19
        tbnz    w0, #0, 2f
        mov     x30, x20
1:      ret
2:      ldp     x30, x1, [sp, #240]             // lr, SP_EL0, which has not changed
        ldp     x2, x3, [sp, #256]
        msr     elr_el1, x2
        msr     spsr_el1, x3
        ldp     x0, x1, [sp, #0]
        ldp     x2, x3, [sp, #16]
        ldp     x4, x5, [sp, #32]
        ldp     x6, x7, [sp, #48]
        ldp     x8, x9, [sp, #64]
        ldp     x10, x11, [sp, #80]
        ldp     x12, x13, [sp, #96]
        ldp     x14, x15, [sp, #112]
        ldp     x16, x17, [sp, #128]
        ldp     x18, x19, [sp, #144]
        ldr     x20, [sp, #160]                 // x21-x29 are as lithe_fault found them, but for x29
        ldr     x29, [sp, #232]
        add     sp, sp, #304
        eret
        .balign 8
fault_address:
        .quad   lithe_fault                     // as data: page-relative code cannot name a symbol that may be absent
        .size   arm64_fault, . - arm64_fault

// An interrupt of C#: x0, x1 lie at sp - 304 of SP_EL1. What is saved goes to the interrupted stack, so that the handler may switch threads there and
// the trap stack is free for the next interrupt. x19-x29 and the lower halves of v8-v15 are C#'s to preserve.
        .section .text.arm64_interrupt, "ax", @progbits
        .globl  arm64_interrupt
        .type   arm64_interrupt, @function
        .set    INTERRUPT_FRAME, 176 + VECTORS_SIZE
arm64_interrupt:
        ldp     x0, x1, [sp, #-304]
        msr     spsel, #0
        sub     sp, sp, #INTERRUPT_FRAME
        stp     x0, x1, [sp, #0]
        stp     x2, x3, [sp, #16]
        stp     x4, x5, [sp, #32]
        stp     x6, x7, [sp, #48]
        stp     x8, x9, [sp, #64]
        stp     x10, x11, [sp, #80]
        stp     x12, x13, [sp, #96]
        stp     x14, x15, [sp, #112]
        stp     x16, x17, [sp, #128]
        stp     x18, x30, [sp, #144]
        mrs     x0, elr_el1
        mrs     x1, spsr_el1
        stp     x0, x1, [sp, #160]
        add     x1, sp, #176
        save_vectors x1
        mov     x0, xzr
        ldr     x1, interrupt_address
        cbz     x1, 1f
        blr     x1
        tbz     w0, #0, 1f
        ldr     x1, [sp, #168]
        orr     x1, x1, #0x80                   // SPSR: IRQs are masked
        str     x1, [sp, #168]
1:      add     x1, sp, #176
        load_vectors x1
        ldp     x0, x1, [sp, #160]
        msr     elr_el1, x0
        msr     spsr_el1, x1
        ldp     x0, x1, [sp, #0]
        ldp     x2, x3, [sp, #16]
        ldp     x4, x5, [sp, #32]
        ldp     x6, x7, [sp, #48]
        ldp     x8, x9, [sp, #64]
        ldp     x10, x11, [sp, #80]
        ldp     x12, x13, [sp, #96]
        ldp     x14, x15, [sp, #112]
        ldp     x16, x17, [sp, #128]
        ldp     x18, x30, [sp, #144]
        add     sp, sp, #INTERRUPT_FRAME
        eret
        .balign 8
interrupt_address:
        .quad   lithe_interrupt
        .size   arm64_interrupt, . - arm64_interrupt
