        .macro  function name
        .section .text.\name, "ax", @progbits
        .globl  \name
        .type   \name, @function
        .balign 4
\name:
        .cfi_startproc
        .endm
        .macro  endfunction name
        .cfi_endproc
        .size   \name, . - \name
        .endm

// The generic timer's interrupt, through the GICv2 of the virt machine: distributor and CPU interface at 0x0800_0000 and 0x0801_0000, which
// the caller has mapped. Private interrupt 27 is the virtual timer.
        function test_raise_interrupt
        mov     x0, #0x08000000
        mov     w1, #1
        str     w1, [x0]                        // GICD_CTLR: on
        mov     w1, #(1 << 27)
        str     w1, [x0, #0x100]                // GICD_ISENABLER0
        mov     x2, #0x10000
        add     x0, x0, x2
        mov     w1, #0xff
        str     w1, [x0, #4]                    // GICC_PMR: all priorities
        mov     w1, #1
        str     w1, [x0]                        // GICC_CTLR: on
        msr     cntv_tval_el0, xzr
        mov     x1, #1
        msr     cntv_ctl_el0, x1
        isb
        msr     daifclr, #2
1:      nop
        b       1b
        endfunction test_raise_interrupt

// A fault while the trap stack is in use and points nowhere.
        function test_double_fault
        msr     spsel, #1
        mov     x0, #8
        mov     sp, x0
        ldr     x0, [x0]
        ret
        endfunction test_double_fault

        function test_invalid_instruction
        udf     #0
        ret
        endfunction test_invalid_instruction

        function test_return_instruction        // () -> uint
        mov     w0, #0x03c0
        movk    w0, #0xd65f, lsl #16
        ret
        endfunction test_return_instruction
