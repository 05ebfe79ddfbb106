# Traps that return. arch/x86_64's entries reach these by weak references, so an image without this library has none of it.

        .weak   lithe_fault                     # bool lithe_fault(frame): true when the instruction can be tried again
        .weak   lithe_interrupt                 # bool lithe_interrupt(vector): on the interrupted stack, interrupts disabled; true when they stay so

# Where the image runs a program (posix/syscall), whose code lies behind the kernel's: such code's stack is none that a handler could use.
        .weak   x86_program_fault               # bool x86_program_fault, the trap's frame behind the return address: true when the instruction can be tried again;
                                                # goes on elsewhere when the program has faulted
        .weak   x86_program_interrupt           # jumped to with rax pushed on top of the vector

        .set    FIRST_INTERRUPT, 32
        .set    TRAP_STACK_SIZE, 8192           # as in link.ld

# An exception of the processor: 8(%rsp) is the frame of TrapFrame.cs. Goes on with the program when lithe_fault says so; returns, for the
# panic, when it does not, when there is no such function, for a software trap, and for a fault within a fault's handler, which this stack shows.
        .section .text.x86_fault, "ax", @progbits
        .globl  x86_fault
        .type   x86_fault, @function
x86_fault:
        .cfi_startproc
        .cfi_signal_frame
        .cfi_def_cfa rsp, 192
        .cfi_offset rip, -40
        .cfi_offset rsp, -16
        mov     $lithe_fault, %eax
        test    %eax, %eax
        jz      1f
        cmpq    $FIRST_INTERRUPT, 136(%rsp)     # the vector
        jae     1f
        mov     176(%rsp), %rax                 # the stack pointer before the trap
        sub     %rsp, %rax
        cmp     $TRAP_STACK_SIZE, %rax
        jb      1f
        mov     %rsp, %rbx                      # the frame holds the program's rbx
        .cfi_def_cfa_register rbx
        sub     $272, %rsp
        and     $-16, %rsp
        call    save_vectors
        lea     8(%rbx), %rdi
        call    lithe_fault
        call    load_vectors
        mov     %rbx, %rsp
        .cfi_def_cfa_register rsp
        test    %al, %al
        jnz     2f
1:      mov     $x86_program_fault, %eax
        test    %eax, %eax
        jz      3f
        cmpq    $FIRST_INTERRUPT, 136(%rsp)
        jae     3f
        mov     (%rsp), %rcx                    # what follows finds the frame where this function found it
        add     $8, %rsp
        .cfi_adjust_cfa_offset -8
        call    *%rax
        push    %rcx
        .cfi_adjust_cfa_offset 8
        test    %al, %al
        jnz     2f
3:      ret
2:      add     $16, %rsp                       # return address, cr2
        pop     %r15
        pop     %r14
        pop     %r13
        pop     %r12
        pop     %r11
        pop     %r10
        pop     %r9
        pop     %r8
        pop     %rbp
        pop     %rdi
        pop     %rsi
        pop     %rdx
        pop     %rcx
        pop     %rbx
        pop     %rax
        add     $16, %rsp                       # vector, error code
        iretq
        .cfi_endproc
        .size   x86_fault, . - x86_fault

# An interrupt arrives on the trap stack and leaves it at once: what is saved goes to the interrupted stack, below its red zone, so that the
# handler may switch threads there and the trap stack is free for the next interrupt. rbx, rbp, r12-r15 are C#'s to preserve.
# On entry: rax, vector, error code, rip, cs, rflags, rsp, ss.
        .section .text.x86_interrupt, "ax", @progbits
        .globl  x86_interrupt
        .type   x86_interrupt, @function
x86_interrupt:
        .cfi_startproc
        .cfi_signal_frame
        .cfi_def_cfa rsp, 64
        .cfi_offset rip, -40
        .cfi_offset rsp, -16
        cmpq    $__text_end, 24(%rsp)
        jb      2f
        mov     $x86_program_interrupt, %eax
        test    %eax, %eax
        jz      2f
        jmp     *%rax
2:      push    %rdx
        .cfi_adjust_cfa_offset 8
        mov     56(%rsp), %rax                  # the interrupted stack pointer
        sub     $128, %rax
        and     $-16, %rax
        mov     64(%rsp), %rdx
        mov     %rdx, -8(%rax)                  # ss
        mov     56(%rsp), %rdx
        mov     %rdx, -16(%rax)                 # rsp
        mov     48(%rsp), %rdx
        mov     %rdx, -24(%rax)                 # rflags
        mov     40(%rsp), %rdx
        mov     %rdx, -32(%rax)                 # cs
        mov     32(%rsp), %rdx
        mov     %rdx, -40(%rax)                 # rip
        mov     16(%rsp), %rdx
        mov     %rdx, -48(%rax)                 # vector
        mov     8(%rsp), %rdx
        mov     %rdx, -56(%rax)                 # rax
        mov     (%rsp), %rdx
        mov     %rdx, -64(%rax)                 # rdx
        lea     -64(%rax), %rsp
        .cfi_def_cfa rsp, 64
        push    %rcx
        push    %rsi
        push    %rdi
        push    %r8
        push    %r9
        push    %r10
        push    %r11
        sub     $280, %rsp                      # the vector registers, and 8 that keep the alignment
        .cfi_def_cfa rsp, 400
        cld
        call    save_vectors
        mov     352(%rsp), %edi
        mov     $lithe_interrupt, %eax
        test    %eax, %eax
        jz      1f
        call    *%rax
        test    %al, %al
        jz      1f
        andl    $~0x200, 376(%rsp)              # rflags: the interrupt flag
1:      call    load_vectors
        add     $280, %rsp
        pop     %r11
        pop     %r10
        pop     %r9
        pop     %r8
        pop     %rdi
        pop     %rsi
        pop     %rcx
        pop     %rdx
        pop     %rax
        add     $8, %rsp                        # vector
        iretq
        .cfi_endproc
        .size   x86_interrupt, . - x86_interrupt

# The vector registers, as far as C# uses them (SSE), and MXCSR, to and from the caller's stack: 272 bytes at a multiple of 16.
        .section .text.save_vectors, "ax", @progbits
        .type   save_vectors, @function
save_vectors:
        movaps  %xmm0, 8(%rsp)
        movaps  %xmm1, 24(%rsp)
        movaps  %xmm2, 40(%rsp)
        movaps  %xmm3, 56(%rsp)
        movaps  %xmm4, 72(%rsp)
        movaps  %xmm5, 88(%rsp)
        movaps  %xmm6, 104(%rsp)
        movaps  %xmm7, 120(%rsp)
        movaps  %xmm8, 136(%rsp)
        movaps  %xmm9, 152(%rsp)
        movaps  %xmm10, 168(%rsp)
        movaps  %xmm11, 184(%rsp)
        movaps  %xmm12, 200(%rsp)
        movaps  %xmm13, 216(%rsp)
        movaps  %xmm14, 232(%rsp)
        movaps  %xmm15, 248(%rsp)
        stmxcsr 264(%rsp)
        ldmxcsr default_mxcsr(%rip)
        ret
        .size   save_vectors, . - save_vectors

        .section .text.load_vectors, "ax", @progbits
        .type   load_vectors, @function
load_vectors:
        movaps  8(%rsp), %xmm0
        movaps  24(%rsp), %xmm1
        movaps  40(%rsp), %xmm2
        movaps  56(%rsp), %xmm3
        movaps  72(%rsp), %xmm4
        movaps  88(%rsp), %xmm5
        movaps  104(%rsp), %xmm6
        movaps  120(%rsp), %xmm7
        movaps  136(%rsp), %xmm8
        movaps  152(%rsp), %xmm9
        movaps  168(%rsp), %xmm10
        movaps  184(%rsp), %xmm11
        movaps  200(%rsp), %xmm12
        movaps  216(%rsp), %xmm13
        movaps  232(%rsp), %xmm14
        movaps  248(%rsp), %xmm15
        ldmxcsr 264(%rsp)
        ret
        .size   load_vectors, . - load_vectors

        .section .rodata.default_mxcsr, "a", @progbits
        .balign 4
default_mxcsr:
        .long   0x1f80                          # every exception masked, round to nearest
