# Instructions of x86 that drivers need and C# has no word for; System V calling convention. Each in a section of its own: what is unused goes.

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

        function x86_rdmsr                      # (uint register) -> ulong
        mov     %edi, %ecx
        rdmsr
        shl     $32, %rdx
        or      %rdx, %rax
        ret
        endfunction x86_rdmsr

        function x86_wrmsr                      # (uint register, ulong value)
        mov     %edi, %ecx
        mov     %esi, %eax
        mov     %rsi, %rdx
        shr     $32, %rdx
        wrmsr
        ret
        endfunction x86_wrmsr

        function x86_io_cpuid                   # (uint leaf, uint subleaf, uint* four): eax, ebx, ecx, edx
        push    %rbx
        .cfi_adjust_cfa_offset 8
        mov     %rdx, %r8
        mov     %edi, %eax
        mov     %esi, %ecx
        cpuid
        mov     %eax, (%r8)
        mov     %ebx, 4(%r8)
        mov     %ecx, 8(%r8)
        mov     %edx, 12(%r8)
        pop     %rbx
        .cfi_adjust_cfa_offset -8
        ret
        endfunction x86_io_cpuid

        function x86_rdseed                     # (ulong* value) -> int: whether there was one
        xor     %eax, %eax
        rdseed  %rcx
        mov     %rcx, (%rdi)
        setc    %al
        ret
        endfunction x86_rdseed

        function x86_rdrand                     # (ulong* value) -> int: whether there was one
        xor     %eax, %eax
        rdrand  %rcx
        mov     %rcx, (%rdi)
        setc    %al
        ret
        endfunction x86_rdrand
