# The processor's exceptions arrive as signals, on the trap stack (sigaltstack), the interrupts' signals blocked. What is built from the
# signal's context is the frame of TrapFrame.cs, so that whoever reads frames sees no difference to a machine.

        .set    BLOCK_ENABLED, 24               # as in HostProcessor.cs
        .set    BLOCK_TRAP_BOTTOM, 56
        .set    BLOCK_TRAP_TOP, 64

# Offsets in struct ucontext (Linux, arch/x86/include/uapi/asm/sigcontext.h, behind 40 bytes of the general part).
        .set    UC_R8, 40
        .set    UC_R9, 48
        .set    UC_R10, 56
        .set    UC_R11, 64
        .set    UC_R12, 72
        .set    UC_R13, 80
        .set    UC_R14, 88
        .set    UC_R15, 96
        .set    UC_RDI, 104
        .set    UC_RSI, 112
        .set    UC_RBP, 120
        .set    UC_RBX, 128
        .set    UC_RDX, 136
        .set    UC_RAX, 144
        .set    UC_RCX, 152
        .set    UC_RSP, 160
        .set    UC_RIP, 168
        .set    UC_FLAGS, 176
        .set    UC_CS, 184
        .set    UC_SS, 190
        .set    UC_ERR, 192
        .set    UC_TRAPNO, 200
        .set    UC_CR2, 216

        .weak   lithe_fault                     # bool lithe_fault(frame): true when the instruction can be tried again

        .section .text.linux_trap, "ax", @progbits
        .globl  linux_trap
        .type   linux_trap, @function
linux_trap:                                     # (int signal, siginfo*, ucontext*)
        .cfi_startproc
        push    %rbp
        .cfi_adjust_cfa_offset 8
        .cfi_offset rbp, -16
        mov     %rsp, %rbp
        .cfi_def_cfa_register rbp
        push    %rbx
        push    %r12
        mov     %rdx, %rbx
        movzwl  UC_SS(%rbx), %eax
        push    %rax
        push    UC_RSP(%rbx)
        push    UC_FLAGS(%rbx)
        movzwl  UC_CS(%rbx), %eax
        push    %rax
        push    UC_RIP(%rbx)
        push    UC_ERR(%rbx)
        push    UC_TRAPNO(%rbx)
        push    UC_RAX(%rbx)
        push    UC_RBX(%rbx)
        push    UC_RCX(%rbx)
        push    UC_RDX(%rbx)
        push    UC_RSI(%rbx)
        push    UC_RDI(%rbx)
        push    UC_RBP(%rbx)
        push    UC_R8(%rbx)
        push    UC_R9(%rbx)
        push    UC_R10(%rbx)
        push    UC_R11(%rbx)
        push    UC_R12(%rbx)
        push    UC_R13(%rbx)
        push    UC_R14(%rbx)
        push    UC_R15(%rbx)
        push    UC_CR2(%rbx)
        mov     %rsp, %r12                      # the frame
        and     $-16, %rsp
        cld
        mov     $lithe_fault, %eax
        test    %eax, %eax
        jz      1f
        mov     UC_RSP(%rbx), %rcx              # a fault within a fault's handler is not mended
        cmp     %gs:BLOCK_TRAP_BOTTOM, %rcx
        jb      3f
        cmp     %gs:BLOCK_TRAP_TOP, %rcx
        jb      1f
3:
        mov     %gs:BLOCK_ENABLED, %ebx         # interrupts are disabled while a fault is mended
        movl    $0, %gs:BLOCK_ENABLED
        mov     %r12, %rdi
        call    *%rax
        mov     %ebx, %gs:BLOCK_ENABLED
        test    %al, %al
        jz      1f
        lea     -16(%rbp), %rsp
        pop     %r12
        pop     %rbx
        pop     %rbp
        .cfi_def_cfa rsp, 8
        ret
        .cfi_def_cfa rbp, 16
1:      mov     %r12, %rdi
        movl    $0, %gs:BLOCK_ENABLED
        xor     %ebp, %ebp
        call    lithe_trap
        ud2                                     # lithe_trap does not return
        .cfi_endproc
        .size   linux_trap, . - linux_trap

# lithe_fail(edi = reason, rsi = argument): does not return. The vector is one that programs may not raise; Linux says which it was.
        .section .text.lithe_fail, "ax", @progbits
        .globl  lithe_fail
        .type   lithe_fail, @function
lithe_fail:
        .cfi_startproc
        int     $63
        ud2
        .cfi_endproc
        .size   lithe_fail, . - lithe_fail
