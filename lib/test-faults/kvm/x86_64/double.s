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

# With the interrupt table cut off before vector 14, a page fault cannot be delivered: #GP while delivering #PF.
        function test_double_fault
        sub     $24, %rsp
        .cfi_adjust_cfa_offset 24
        movw    $14 * 16 - 1, (%rsp)
        lea     idt(%rip), %rax
        mov     %rax, 2(%rsp)
        lidt    (%rsp)
        xor     %eax, %eax
        mov     (%rax), %rax
        add     $24, %rsp
        .cfi_adjust_cfa_offset -24
        ret
        endfunction test_double_fault
