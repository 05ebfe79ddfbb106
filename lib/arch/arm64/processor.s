// Instructions that C# has no word for; AAPCS64. Each in a section of its own: what is unused goes.

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

        function arm64_counter                  // () -> ulong
        isb
        mrs     x0, cntvct_el0
        ret
        endfunction arm64_counter

        function arm64_random                   // (ulong* value) -> int: whether there was one
        mrs     x1, id_aa64isar0_el1
        ubfx    x1, x1, #60, #4
        cbz     x1, 1f
        mrs     x1, s3_3_c2_c4_0                // RNDR; the zero flag is set when it has none
        cset    w2, ne
        str     x1, [x0]
        mov     w0, w2
        ret
1:      mov     w0, #0
        ret
        endfunction arm64_random

        function arm64_yield
        yield
        ret
        endfunction arm64_yield

        function arm64_wfi
        wfi
        ret
        endfunction arm64_wfi

        function arm64_take_interrupts
        msr     daifclr, #2
        isb
        msr     daifset, #2
        ret
        endfunction arm64_take_interrupts

// The processor's block, in TPIDR_EL1: its number (8 bytes), its own address.
        function arm64_processor_index          // () -> int
        mrs     x0, tpidr_el1
        ldr     w0, [x0]
        ret
        endfunction arm64_processor_index

        function arm64_boot_processor_block     // () -> ulong
        adrp    x0, boot_processor_block
        add     x0, x0, :lo12:boot_processor_block
        ret
        endfunction arm64_boot_processor_block

        function arm64_set_processor_block      // (ulong address)
        msr     tpidr_el1, x0
        ret
        endfunction arm64_set_processor_block

        .section .data.boot_processor_block, "aw", @progbits
        .balign 64
boot_processor_block:
        .quad   0, boot_processor_block

        function arm64_enable_interrupts
        msr     daifclr, #2
        ret
        endfunction arm64_enable_interrupts

        function arm64_disable_interrupts
        msr     daifset, #2
        ret
        endfunction arm64_disable_interrupts

        function arm64_daif                     // () -> ulong
        mrs     x0, daif
        ret
        endfunction arm64_daif

        function arm64_flush_page               // (ulong address): after a table entry has changed
        dsb     ishst
        lsr     x0, x0, #12
        tlbi    vaae1is, x0
        dsb     ish
        isb
        ret
        endfunction arm64_flush_page

        function arm64_semihost                 // (nint operation, nint argument) -> nint; needs a host that listens
        hlt     #0xf000
        ret
        endfunction arm64_semihost

        function arm64_hvc                      // (nint function, nint a, nint b, nint c) -> nint: PSCI and SMCCC
        hvc     #0
        ret
        endfunction arm64_hvc

        function lithe_layout                   // () -> ulong*: the linker's addresses, in the order of Layout.cs
        adrp    x0, layout
        add     x0, x0, :lo12:layout
        ret
        endfunction lithe_layout

        .section .rodata.layout, "a", @progbits
        .balign 8
layout: .quad   __image_start, __image_end
        .quad   __boot_l0, __table_pool, __table_pool_end
        .quad   __guard_stack, __stack_bottom, __stack_top
        .quad   __guard_trap_stack, __trap_stack_bottom, __trap_stack_top
