# The I/O ports of x86; System V calling convention. Each in a section of its own: what is unused goes.

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

        function x86_out8                       # (ushort port, byte value)
        mov     %edi, %edx
        mov     %esi, %eax
        out     %al, %dx
        ret
        endfunction x86_out8

        function x86_out16
        mov     %edi, %edx
        mov     %esi, %eax
        out     %ax, %dx
        ret
        endfunction x86_out16

        function x86_out32
        mov     %edi, %edx
        mov     %esi, %eax
        out     %eax, %dx
        ret
        endfunction x86_out32

        function x86_in8                        # (ushort port) -> byte
        mov     %edi, %edx
        xor     %eax, %eax
        in      %dx, %al
        ret
        endfunction x86_in8

        function x86_in16
        mov     %edi, %edx
        xor     %eax, %eax
        in      %dx, %ax
        ret
        endfunction x86_in16

        function x86_in32
        mov     %edi, %edx
        in      %dx, %eax
        ret
        endfunction x86_in32
