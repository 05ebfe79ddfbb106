        .macro  function name
        .section .text.\name, "ax", @progbits
        .globl  \name
        .type   \name, @function
\name:
        .cfi_startproc
        .endm
        .macro  endfunction name
        .cfi_endproc
        .size   \name, . - \name
        .endm

        function test_unhandled_interrupt
        int     $0x77
        ret
        endfunction test_unhandled_interrupt

        function test_invalid_instruction
        ud2
        ret
        endfunction test_invalid_instruction

        function test_return_instruction        # () -> uint
        mov     $0xc3, %eax
        ret
        endfunction test_return_instruction
