// How a second processor comes up: at arm64_secondary_start, exception level 1, MMU off, x0 = its block (offsets as in SecondaryProcessor.cs), which
// holds what the boot processor's translation registers do.

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

        function arm64_secondary_entry          // () -> nint
        adrp    x0, arm64_secondary_start
        add     x0, x0, :lo12:arm64_secondary_start
        ret
        endfunction arm64_secondary_entry

        function arm64_read_translation         // (ulong* six)
        mrs     x1, mair_el1
        mrs     x2, tcr_el1
        stp     x1, x2, [x0]
        mrs     x1, ttbr0_el1
        mrs     x2, vbar_el1
        stp     x1, x2, [x0, #16]
        mrs     x1, cpacr_el1
        mrs     x2, sctlr_el1
        stp     x1, x2, [x0, #32]
        ret
        endfunction arm64_read_translation

        function arm64_clean_cache              // (nint address, nint length): to memory, by 16 bytes, the least line there can be
        add     x1, x0, x1
1:      dc      cvac, x0
        add     x0, x0, #16
        cmp     x0, x1
        b.lo    1b
        dsb     sy
        ret
        endfunction arm64_clean_cache

        .weak   lithe_processor_start
        function arm64_secondary_start
        msr     spsel, #1
        ldp     x1, x2, [x0, #32]
        msr     mair_el1, x1
        msr     tcr_el1, x2
        ldp     x1, x2, [x0, #48]
        msr     ttbr0_el1, x1
        msr     vbar_el1, x2
        ldp     x1, x2, [x0, #64]
        msr     cpacr_el1, x1
        dsb     sy
        tlbi    vmalle1
        dsb     sy
        isb
        msr     sctlr_el1, x2
        isb
        ldp     x1, x2, [x0, #16]
        mov     sp, x2
        msr     spsel, #0
        mov     sp, x1
        msr     tpidr_el1, x0
        mov     w1, #1
        str     w1, [x0, #80]
        mov     x29, xzr
        mov     x30, xzr
        ldr     x1, start_address
        cbz     x1, 1f
        ldr     w0, [x0]
        blr     x1
1:      wfi
        b       1b
        .balign 8
start_address:
        .quad   lithe_processor_start
        endfunction arm64_secondary_start
