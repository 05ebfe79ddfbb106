# The ways between the program and the kernel, which share one ring. Each ends on the thread's kernel stack with the program's registers in a frame there
# (SyscallFrame.cs); the program's own stack, its red zone too, is not touched. Behind gs lies the processor's block (arch/x86_64/processor.s):
# at 24 the end of the running thread's kernel stack, at 32 a word to work with.

        .set    KERNEL_STACK, 24
        .set    SCRATCH, 32

# Offsets in the frame.
        .set    FRAME, 448
        .set    F_MXCSR, 256
        .set    F_ALL, 264
        .set    F_R15, 272
        .set    F_R14, 280
        .set    F_R13, 288
        .set    F_R12, 296
        .set    F_RBP, 304
        .set    F_RBX, 312
        .set    F_R11, 320
        .set    F_R10, 328
        .set    F_R9, 336
        .set    F_R8, 344
        .set    F_RAX, 352
        .set    F_RCX, 360
        .set    F_RDX, 368
        .set    F_RSI, 376
        .set    F_RDI, 384
        .set    F_NUMBER, 392
        .set    F_RIP, 400
        .set    F_CS, 408
        .set    F_RFLAGS, 416
        .set    F_RSP, 424
        .set    F_SS, 432

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

        .macro  store_vectors base
        movaps  %xmm0, (\base)
        movaps  %xmm1, 16(\base)
        movaps  %xmm2, 32(\base)
        movaps  %xmm3, 48(\base)
        movaps  %xmm4, 64(\base)
        movaps  %xmm5, 80(\base)
        movaps  %xmm6, 96(\base)
        movaps  %xmm7, 112(\base)
        movaps  %xmm8, 128(\base)
        movaps  %xmm9, 144(\base)
        movaps  %xmm10, 160(\base)
        movaps  %xmm11, 176(\base)
        movaps  %xmm12, 192(\base)
        movaps  %xmm13, 208(\base)
        movaps  %xmm14, 224(\base)
        movaps  %xmm15, 240(\base)
        .endm
        .macro  fetch_vectors
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
        .endm

# The target of the syscall instruction: rcx = where the program goes on, r11 = its flags; interrupts are off (FMASK), so nothing comes between the two stacks.
        function lithe_syscall
        .cfi_undefined rip
        mov     %rsp, %gs:SCRATCH
        mov     %gs:KERNEL_STACK, %rsp
        sub     $FRAME, %rsp
        mov     %r15, F_R15(%rsp)
        mov     %r14, F_R14(%rsp)
        mov     %r13, F_R13(%rsp)
        mov     %r12, F_R12(%rsp)
        mov     %rbp, F_RBP(%rsp)
        mov     %rbx, F_RBX(%rsp)
        mov     %r11, F_R11(%rsp)
        mov     %r10, F_R10(%rsp)
        mov     %r9, F_R9(%rsp)
        mov     %r8, F_R8(%rsp)
        mov     %rax, F_RAX(%rsp)
        mov     %rcx, F_RCX(%rsp)
        mov     %rdx, F_RDX(%rsp)
        mov     %rsi, F_RSI(%rsp)
        mov     %rdi, F_RDI(%rsp)
        mov     %rax, F_NUMBER(%rsp)
        mov     %rcx, F_RIP(%rsp)
        movq    $0x08, F_CS(%rsp)
        mov     %r11, F_RFLAGS(%rsp)
        mov     %gs:SCRATCH, %rcx
        mov     %rcx, F_RSP(%rsp)
        movq    $0x10, F_SS(%rsp)
        movq    $0, F_ALL(%rsp)
        stmxcsr F_MXCSR(%rsp)
        store_vectors %rsp
        mov     %rsp, %rdi
        xor     %ebp, %ebp                      # ends a walk of the stack
        sti
        call    lithe_syscall_entry             # (ref frame)
        cli
        cmpq    $0, F_ALL(%rsp)
        jne     lithe_program_restore
        fetch_vectors
        mov     F_RBP(%rsp), %rbp               # rbx, r12-r15 have come back through C#
        mov     F_R10(%rsp), %r10
        mov     F_R9(%rsp), %r9
        mov     F_R8(%rsp), %r8
        mov     F_RAX(%rsp), %rax
        mov     F_RDX(%rsp), %rdx
        mov     F_RSI(%rsp), %rsi
        mov     F_RDI(%rsp), %rdi
        mov     F_RIP(%rsp), %rcx
        mov     F_RFLAGS(%rsp), %r11
        mov     F_RSP(%rsp), %rsp
        sti                                     # takes effect behind the jump: no interrupt finds the kernel's code on the program's stack
        jmp     *%rcx
        endfunction lithe_syscall

# Goes on in the program with everything that the frame at rsp says. Interrupts are off.
        function lithe_program_restore
        .cfi_undefined rip
        fetch_vectors
        ldmxcsr F_MXCSR(%rsp)
        mov     F_R15(%rsp), %r15
        mov     F_R14(%rsp), %r14
        mov     F_R13(%rsp), %r13
        mov     F_R12(%rsp), %r12
        mov     F_RBP(%rsp), %rbp
        mov     F_RBX(%rsp), %rbx
        mov     F_R11(%rsp), %r11
        mov     F_R10(%rsp), %r10
        mov     F_R9(%rsp), %r9
        mov     F_R8(%rsp), %r8
        mov     F_RAX(%rsp), %rax
        mov     F_RCX(%rsp), %rcx
        mov     F_RDX(%rsp), %rdx
        mov     F_RSI(%rsp), %rsi
        mov     F_RDI(%rsp), %rdi
        add     $F_RIP, %rsp
        iretq
        endfunction lithe_program_restore

        function lithe_program_enter            # (SyscallFrame* frame, nint stackTop)
        .cfi_undefined rip
        cli
        cld
        lea     -FRAME(%rsi), %rax
        mov     %rdi, %rsi
        mov     %rax, %rdi
        mov     $FRAME / 8, %ecx
        mov     %rax, %rsp                      # what lies there is not needed any more
        rep movsq
        jmp     lithe_program_restore
        endfunction lithe_program_enter

# The registers of a program that was interrupted or has faulted, but rax, rip and what follows it; rax = the frame.
        .macro  store_registers
        mov     %r15, F_R15(%rax)
        mov     %r14, F_R14(%rax)
        mov     %r13, F_R13(%rax)
        mov     %r12, F_R12(%rax)
        mov     %rbp, F_RBP(%rax)
        mov     %rbx, F_RBX(%rax)
        mov     %r11, F_R11(%rax)
        mov     %r10, F_R10(%rax)
        mov     %r9, F_R9(%rax)
        mov     %r8, F_R8(%rax)
        mov     %rcx, F_RCX(%rax)
        mov     %rdx, F_RDX(%rax)
        mov     %rsi, F_RSI(%rax)
        mov     %rdi, F_RDI(%rax)
        movq    $-1, F_NUMBER(%rax)
        movq    $1, F_ALL(%rax)
        stmxcsr F_MXCSR(%rax)
        store_vectors %rax
        .endm

# An interrupt in the program (lib/traps): on the trap stack rax, vector, error code, rip, cs, rflags, rsp, ss.
        function x86_program_interrupt
        .cfi_undefined rip
        mov     %gs:KERNEL_STACK, %rax
        sub     $FRAME, %rax
        store_registers
        mov     (%rsp), %rcx
        mov     %rcx, F_RAX(%rax)
        mov     8(%rsp), %edi
        mov     24(%rsp), %rcx
        mov     %rcx, F_RIP(%rax)
        mov     32(%rsp), %rcx
        mov     %rcx, F_CS(%rax)
        mov     40(%rsp), %rcx
        mov     %rcx, F_RFLAGS(%rax)
        mov     48(%rsp), %rcx
        mov     %rcx, F_RSP(%rax)
        mov     56(%rsp), %rcx
        mov     %rcx, F_SS(%rax)
        mov     %rax, %rsp
        cld
        ldmxcsr kernel_mxcsr(%rip)
        xor     %ebp, %ebp
        call    lithe_interrupt                 # (vector), interrupts disabled
        mov     %rsp, %rdi
        call    lithe_program_return            # (ref frame)
        cli
        jmp     lithe_program_restore
        endfunction x86_program_interrupt

# A fault that nobody has mended (lib/traps), on the trap stack: a return address, which leads to the panic, and the trap's frame.
        .set    TRAP, 8
        function x86_program_fault
        .cfi_undefined rip
        mov     TRAP+144(%rsp), %rax
        cmp     $__text_end, %rax
        jae     2f
        cmp     $lithe_user_probe, %rax
        jb      1f
        cmp     $user_probe_end, %rax
        jae     1f
        movq    $user_probe_failed, TRAP+144(%rsp)
        mov     $1, %eax
        ret
1:      cmpq    $14, TRAP+128(%rsp)             # the kernel itself, at memory of the program's that another thread has taken away meanwhile?
        jne     3f
        push    %rbx
        push    %rcx                            # where lib/traps goes on
        mov     TRAP+16(%rsp), %rdi             # cr2
        mov     TRAP+152(%rsp), %esi            # the error code
        mov     %rsp, %rbx
        sub     $256, %rsp
        and     $-16, %rsp
        store_vectors %rsp
        call    lithe_user_fault                # (address, error) -> whether the instruction can be tried again
        fetch_vectors
        mov     %rbx, %rsp
        pop     %rcx
        pop     %rbx
        ret
3:      xor     %eax, %eax
        ret
2:      mov     TRAP+128(%rsp), %esi            # the vector
        cmp     $8, %esi                        # a double fault has nothing to go on with, nor has what is no fault of the program
        je      3b
        cmp     $2, %esi
        je      3b
        cmp     $18, %esi
        je      3b
        mov     %gs:KERNEL_STACK, %rax
        sub     $FRAME, %rax
        .irp    register, 15, 14, 13, 12, 11, 10, 9, 8
        mov     TRAP + 8 + (15 - \register) * 8(%rsp), %rcx
        mov     %rcx, F_R\register(%rax)
        .endr
        mov     TRAP+72(%rsp), %rcx
        mov     %rcx, F_RBP(%rax)
        mov     TRAP+80(%rsp), %rcx
        mov     %rcx, F_RDI(%rax)
        mov     TRAP+88(%rsp), %rcx
        mov     %rcx, F_RSI(%rax)
        mov     TRAP+96(%rsp), %rcx
        mov     %rcx, F_RDX(%rax)
        mov     TRAP+104(%rsp), %rcx
        mov     %rcx, F_RCX(%rax)
        mov     TRAP+112(%rsp), %rcx
        mov     %rcx, F_RBX(%rax)
        mov     TRAP+120(%rsp), %rcx
        mov     %rcx, F_RAX(%rax)
        .irp    slot, 0, 8, 16, 24, 32
        mov     TRAP+144+\slot(%rsp), %rcx
        mov     %rcx, F_RIP+\slot(%rax)
        .endr
        movq    $-1, F_NUMBER(%rax)
        movq    $1, F_ALL(%rax)
        stmxcsr F_MXCSR(%rax)
        store_vectors %rax
        mov     TRAP+136(%rsp), %edx            # the error code
        mov     TRAP(%rsp), %rcx                # cr2
        mov     %rax, %rsp
        mov     %rsp, %rdi
        ldmxcsr kernel_mxcsr(%rip)
        xor     %ebp, %ebp
        sti
        call    lithe_program_fault             # (ref frame, vector, error, address)
        cli
        jmp     lithe_program_restore
        endfunction x86_program_fault

# Touches each page of a range; the fault handler above makes a page that cannot be had the answer -1. No stack is used.
        function lithe_user_probe               # (ulong first, ulong last, int isWritten) -> int
        test    %edx, %edx
        jnz     2f
1:      movb    (%rdi), %al
        and     $-4096, %rdi
        add     $4096, %rdi
        cmp     %rsi, %rdi
        jbe     1b
        xor     %eax, %eax
        ret
2:      lock orb $0, (%rdi)                     # other threads may write there
        and     $-4096, %rdi
        add     $4096, %rdi
        cmp     %rsi, %rdi
        jbe     2b
        xor     %eax, %eax
        ret
user_probe_end:
user_probe_failed:
        mov     $-1, %eax
        ret
        endfunction lithe_user_probe

        function lithe_program_switch           # (nint from, nint to, nint stackTop): vector areas, or 0 for a thread of the kernel's
        test    %rdi, %rdi
        jz      1f
        fxsave64 (%rdi)
1:      test    %rsi, %rsi
        jz      2f
        fxrstor64 (%rsi)
        mov     %rdx, %gs:KERNEL_STACK
2:      ret
        endfunction lithe_program_switch

# This processor's entry for the syscall instruction. In an image for one processor nobody has set gs so far.
        function lithe_program_initialize
        mov     $0xc0000101, %ecx               # IA32_GS_BASE
        rdmsr
        or      %edx, %eax
        jnz     1f
        call    x86_boot_processor_block
        mov     %rax, %rdi
        call    x86_set_processor_block
1:      mov     $0xc0000081, %ecx               # IA32_STAR: code segment 0x08, stack segment 0x10
        xor     %eax, %eax
        mov     $0x08, %edx
        wrmsr
        mov     $0xc0000082, %ecx               # IA32_LSTAR
        mov     $lithe_syscall, %eax
        xor     %edx, %edx
        wrmsr
        mov     $0xc0000084, %ecx               # IA32_FMASK: AC, NT, DF, IF, TF are off in the kernel
        mov     $0x44700, %eax
        xor     %edx, %edx
        wrmsr
        mov     $0xc0000080, %ecx               # EFER.SCE
        rdmsr
        or      $1, %eax
        wrmsr
        ret
        endfunction lithe_program_initialize

        .section .rodata.kernel_mxcsr, "a", @progbits
        .balign 4
kernel_mxcsr:
        .long   0x1f80
