# Interrupts are signals. Whether they are let in is a word of the processor's block, not the host's signal mask: disabling costs an instruction. A signal that
# arrives while they are disabled leaves a bit in the block.

        .set    BLOCK_ENABLED, 24               # as in HostProcessor.cs
        .set    BLOCK_PENDING, 28
        .set    UC_RAX, 144                     # as in arch/linux-x86_64/traps.s
        .set    UC_RSP, 160
        .set    UC_RIP, 168
        .set    UC_FLAGS, 176
        .set    UC_CS, 184
        .set    UC_SS, 190
        .set    FIRST_SIGNAL, 34                # the signals' numbers, and the interrupts' that they stand for, go side by side
        .set    FIRST_INTERRUPT, 32

        .weak   lithe_interrupt                 # bool lithe_interrupt(number): on the interrupted stack, interrupts disabled; false here

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

# The handler of the interrupts' signals: on the trap stack, all of them blocked, so it runs alone.
        function linux_interrupt                # (int signal, siginfo*, ucontext*)
        sub     $FIRST_SIGNAL, %edi
        lock bts %edi, %gs:BLOCK_PENDING
        mov     UC_RIP(%rdx), %rax
        mov     %rax, %rcx                      # between the look at the block and the call that sleeps: the sleep is left out
        sub     $wait_begin, %rcx
        cmp     $wait_end - wait_begin, %rcx
        jae     1f
        movq    $wait_end, UC_RIP(%rdx)
        movq    $-4, UC_RAX(%rdx)               # EINTR
        ret
1:      cmpl    $0, %gs:BLOCK_ENABLED
        je      2f
        movl    $0, %gs:BLOCK_ENABLED
# The interrupted code goes on in interrupted, with what iretq takes on its stack, below the red zone.
        mov     UC_RSP(%rdx), %rcx
        lea     -128(%rcx), %rsi
        and     $-16, %rsi
        movzwl  UC_SS(%rdx), %edi
        mov     %rdi, -8(%rsi)
        mov     %rcx, -16(%rsi)
        mov     UC_FLAGS(%rdx), %rdi
        mov     %rdi, -24(%rsi)
        movzwl  UC_CS(%rdx), %edi
        mov     %rdi, -32(%rsi)
        mov     %rax, -40(%rsi)
        sub     $40, %rsi
        mov     %rsi, UC_RSP(%rdx)
        movq    $interrupted, UC_RIP(%rdx)
        andq    $~0x400, UC_FLAGS(%rdx)         # the direction flag, as C# expects it
2:      ret
        endfunction linux_interrupt

        .section .text.interrupted, "ax", @progbits
        .type   interrupted, @function
interrupted:
        .cfi_startproc
        .cfi_signal_frame
        .cfi_def_cfa rsp, 40
        .cfi_offset rip, -40
        .cfi_offset rsp, -16
        push    %rax
        push    %rdx
        push    %rcx
        push    %rsi
        push    %rdi
        push    %r8
        push    %r9
        push    %r10
        push    %r11
        sub     $272, %rsp
        .cfi_adjust_cfa_offset 344
        movaps  %xmm0, (%rsp)
        movaps  %xmm1, 16(%rsp)
        movaps  %xmm2, 32(%rsp)
        movaps  %xmm3, 48(%rsp)
        movaps  %xmm4, 64(%rsp)
        movaps  %xmm5, 80(%rsp)
        movaps  %xmm6, 96(%rsp)
        movaps  %xmm7, 112(%rsp)
        movaps  %xmm8, 128(%rsp)
        movaps  %xmm9, 144(%rsp)
        movaps  %xmm10, 160(%rsp)
        movaps  %xmm11, 176(%rsp)
        movaps  %xmm12, 192(%rsp)
        movaps  %xmm13, 208(%rsp)
        movaps  %xmm14, 224(%rsp)
        movaps  %xmm15, 240(%rsp)
        stmxcsr 256(%rsp)
        call    linux_enable_interrupts
        movaps  (%rsp), %xmm0
        movaps  16(%rsp), %xmm1
        movaps  32(%rsp), %xmm2
        movaps  48(%rsp), %xmm3
        movaps  64(%rsp), %xmm4
        movaps  80(%rsp), %xmm5
        movaps  96(%rsp), %xmm6
        movaps  112(%rsp), %xmm7
        movaps  128(%rsp), %xmm8
        movaps  144(%rsp), %xmm9
        movaps  160(%rsp), %xmm10
        movaps  176(%rsp), %xmm11
        movaps  192(%rsp), %xmm12
        movaps  208(%rsp), %xmm13
        movaps  224(%rsp), %xmm14
        movaps  240(%rsp), %xmm15
        ldmxcsr 256(%rsp)
        add     $272, %rsp
        pop     %r11
        pop     %r10
        pop     %r9
        pop     %r8
        pop     %rdi
        pop     %rsi
        pop     %rcx
        pop     %rdx
        pop     %rax
        iretq
        .cfi_endproc
        .size   interrupted, . - interrupted

        function linux_disable_interrupts       # () -> int: whether they were enabled
        mov     %gs:BLOCK_ENABLED, %eax
        movl    $0, %gs:BLOCK_ENABLED
        ret
        endfunction linux_disable_interrupts

        function linux_interrupts_enabled       # () -> int
        mov     %gs:BLOCK_ENABLED, %eax
        ret
        endfunction linux_interrupts_enabled

        function linux_enable_interrupts        # has those handled that are pending; one that comes in between handles itself
1:      movl    $1, %gs:BLOCK_ENABLED
        cmpl    $0, %gs:BLOCK_PENDING
        jne     2f
        ret
2:      movl    $0, %gs:BLOCK_ENABLED
        push    %rbp
        .cfi_adjust_cfa_offset 8
        .cfi_offset rbp, -16
        mov     %rsp, %rbp
        call    linux_take_interrupts
        pop     %rbp
        .cfi_adjust_cfa_offset -8
        jmp     1b
        endfunction linux_enable_interrupts

        function linux_take_interrupts          # interrupts are disabled: has those handled that are pending
        push    %rbp
        .cfi_adjust_cfa_offset 8
        .cfi_offset rbp, -16
        mov     %rsp, %rbp
1:      bsf     %gs:BLOCK_PENDING, %edi
        jz      3f
        lock btr %edi, %gs:BLOCK_PENDING
        add     $FIRST_INTERRUPT, %edi
        mov     $lithe_interrupt, %eax
        test    %eax, %eax
        jz      1b
        call    *%rax
        jmp     1b
3:      pop     %rbp
        .cfi_adjust_cfa_offset -8
        ret
        endfunction linux_take_interrupts

# Sleeps until a descriptor is ready, the time is over, or a signal arrives; not at all when an interrupt is pending. -> as ppoll; EINTR for the latter two.
        function linux_wait                     # (pollfd*, ulong count, timespec*) -> long
        xor     %r10d, %r10d
        mov     $8, %r8d
        mov     $-4, %rax
wait_begin:
        cmpl    $0, %gs:BLOCK_PENDING
        jne     wait_end
        mov     $271, %eax                      # ppoll
        syscall
wait_end:
        ret
        endfunction linux_wait

        function linux_block                    # () -> HostProcessor*: this processor's
        mov     %gs:8, %rax
        ret
        endfunction linux_block

        function linux_boot_block               # () -> HostProcessor*: the boot processor's
        lea     boot_block(%rip), %rax
        ret
        endfunction linux_boot_block

        .section .data.boot_block, "aw", @progbits
        .balign 64
boot_block:                                     # as in HostProcessor.cs
        .quad   0, boot_block, 0, 0, 0, -1, -1, 0
        .quad   0, 0, 0, 0, 0, 0, 0, 0

        function linux_interrupt_handler        # () -> where the interrupts' signals go
        lea     linux_interrupt(%rip), %rax
        ret
        endfunction linux_interrupt_handler

        function linux_signal_return            # () -> where a signal's handler returns to
        lea     linux_return(%rip), %rax
        ret
        endfunction linux_signal_return

        .section .text.linux_return, "ax", @progbits
        .type   linux_return, @function
linux_return:
        mov     $15, %eax                       # rt_sigreturn
        syscall
        ud2
        .size   linux_return, . - linux_return
