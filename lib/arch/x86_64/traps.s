# Trap entries, 16 bytes each, from __trap_entries on. The linker script puts that at a fixed, 64 KiB-aligned address, so
# that the interrupt descriptor table below is made of constants: nothing is left to fill in at boot.
#
# Vectors 0-31 are the processor's exceptions, 32-62 interrupts, 63 is the software trap of lithe_fail. A vector behind the table's end faults with
# #GP, whose error code holds the vector: that is how a stray interrupt is told from a protection fault.

        .set    TRAP_ENTRIES, 0x100000          # asserted by link.ld
        .set    VECTORS, 64
        .set    FAIL_VECTOR, 63
        .set    NMI, 2

        .section .text.traps, "ax", @progbits
        .globl  __trap_entries
__trap_entries:
        .altmacro
        .macro  entry vector
        .balign 16
    .if \vector == NMI
        push    $0
        push    $NMI
        push    %rax
        mov     $x86_nmi, %eax
        jmp     go_on_at                        # which fills these 16 bytes
        .exitm
    .endif
    .if (\vector == 8) || ((\vector >= 10) && (\vector <= 14)) || (\vector == 17) || (\vector == 21) || (\vector == 29) || (\vector == 30)
        nop                                     # the processor has pushed an error code
    .else
        push    $0
    .endif
        push    $\vector
    .if (\vector >= 32) && (\vector < FAIL_VECTOR)
        jmp     interrupt_common
    .else
        jmp     trap_common
    .endif
        .endm
        .set    i, 0
        .rept   VECTORS
        entry   %i
        .set    i, i + 1
        .endr

# What returns is lib/traps': without it in the image every trap and interrupt ends in lithe_trap.
        .weak   x86_fault                       # called with the frame behind the return address; comes back when it cannot mend the fault
        .weak   x86_interrupt                   # jumped to with rax pushed on top of the vector

# lib/smp's: images for several processors have it. Jumped to with rax pushed on top of the vector.
        .weak   x86_nmi

# Saves what C# may need to know and calls lithe_trap(frame). Layout: see TrapFrame.cs.
        .balign 16
        .globl  trap_common
        .type   trap_common, @function
trap_common:
        .cfi_startproc
        .cfi_signal_frame
        .cfi_def_cfa rsp, 56
        .cfi_offset rip, -40
        .cfi_offset rsp, -16
        push    %rax
        push    %rbx
        push    %rcx
        push    %rdx
        push    %rsi
        push    %rdi
        push    %rbp
        push    %r8
        push    %r9
        push    %r10
        push    %r11
        push    %r12
        push    %r13
        push    %r14
        push    %r15
        mov     %cr2, %rax
        push    %rax
        cld
        mov     $x86_fault, %eax
        test    %eax, %eax
        jz      1f
        call    *%rax
1:      mov     %rsp, %rdi
        xor     %ebp, %ebp
        and     $-16, %rsp
        call    lithe_trap
        ud2                                     # lithe_trap does not return
        .cfi_endproc
        .size   trap_common, . - trap_common

interrupt_common:
        push    %rax
        mov     $x86_interrupt, %eax
go_on_at:                                       # eax = a weak symbol's address
        test    %eax, %eax
        jz      1f
        jmp     *%rax
1:      pop     %rax
        jmp     trap_common

# lithe_fail(edi = reason, rsi = argument): does not return. The trap frame shows the caller's registers.
        .section .text.lithe_fail, "ax", @progbits
        .globl  lithe_fail
        .type   lithe_fail, @function
lithe_fail:
        .cfi_startproc
        int     $FAIL_VECTOR
        ud2
        .cfi_endproc
        .size   lithe_fail, . - lithe_fail

# ---------------------------------------------------------------------------------------------------------------
        .section .rodata.idt, "a", @progbits
        .balign 16
        .globl  idt
        .macro  gate vector, ist
        .word   (TRAP_ENTRIES + \vector * 16) & 0xffff
        .word   0x08
        .byte   \ist, 0x8e                      # interrupt gate, present
        .word   ((TRAP_ENTRIES + \vector * 16) >> 16) & 0xffff
        .quad   0
        .endm
idt:
        .set    i, 0
        .rept   VECTORS
    .if i == 8
        gate    %i, 2
    .elseif i == NMI
        gate    %i, 3
    .else
        gate    %i, 1
    .endif
        .set    i, i + 1
        .endr
