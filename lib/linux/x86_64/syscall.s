# System calls of Linux on x86_64: number in rax, arguments in rdi, rsi, rdx, r10, r8, r9; rcx and r11 are lost, everything else stays.

        .section .text.linux_syscall, "ax", @progbits
        .globl  linux_syscall
        .type   linux_syscall, @function
linux_syscall:                                  # (long number, long a, long b, long c, long d, long e, long f) -> long
        .cfi_startproc
        mov     %rdi, %rax
        mov     %rsi, %rdi
        mov     %rdx, %rsi
        mov     %rcx, %rdx
        mov     %r8, %r10
        mov     %r9, %r8
        mov     8(%rsp), %r9
        syscall
        ret
        .cfi_endproc
        .size   linux_syscall, . - linux_syscall
