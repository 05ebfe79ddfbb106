# Processors beside the first: threads of the process.

        .set    BLOCK_THREAD, 32                # as in HostProcessor.cs
        .set    BLOCK_TRAP_BOTTOM, 56
        .set    BLOCK_TRAP_TOP, 64
        .set    BLOCK_STARTED, 72
        .set    BLOCK_SPINS, 76

        .weak   lithe_processor_start

        .section .text.linux_clone, "ax", @progbits
        .globl  linux_clone
        .type   linux_clone, @function
linux_clone:                                    # (ulong flags, nint stackTop, HostProcessor* block) -> the thread's id
        .cfi_startproc
        mov     %rdx, %r9                       # stays over the call, in both
        xor     %edx, %edx
        xor     %r10d, %r10d
        xor     %r8d, %r8d
        mov     $56, %eax                       # clone
        syscall
        test    %rax, %rax
        jz      1f
        ret
1:      mov     %r9, %rbx                       # the new thread, on its stack
        xor     %ebp, %ebp
        mov     $158, %eax                      # arch_prctl(ARCH_SET_GS)
        mov     $0x1001, %edi
        mov     %rbx, %rsi
        syscall
        mov     $186, %eax                      # gettid
        syscall
        mov     %rax, BLOCK_THREAD(%rbx)
        mov     BLOCK_TRAP_TOP(%rbx), %rax      # sigaltstack: address, flags, size
        sub     BLOCK_TRAP_BOTTOM(%rbx), %rax
        push    %rax
        push    $0
        push    BLOCK_TRAP_BOTTOM(%rbx)
        mov     $131, %eax
        mov     %rsp, %rdi
        xor     %esi, %esi
        syscall
        add     $24, %rsp
        movl    $1, BLOCK_STARTED(%rbx)
        mov     (%rbx), %edi
        mov     $lithe_processor_start, %eax
        test    %eax, %eax
        jz      2f
        call    *%rax
2:      mov     $60, %eax                       # exit: this thread's
        xor     %edi, %edi
        syscall
        ud2
        .cfi_endproc
        .size   linux_clone, . - linux_clone

        .section .text.linux_relax, "ax", @progbits
        .globl  linux_relax
        .type   linux_relax, @function
linux_relax:                                    # a turn of a spinning loop; now and then the host may run who is waited for
        pause
        incb    %gs:BLOCK_SPINS
        jnz     1f
        mov     $24, %eax                       # sched_yield
        syscall
1:      ret
        .size   linux_relax, . - linux_relax
