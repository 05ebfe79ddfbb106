# From one thread to another: what a function preserves goes onto the stack, and the stack is exchanged. Each function in a section of its own.

        .weak   lithe_thread_start              # where a new thread begins: exported by a scheduler that has threads

        .section .text.x86_switch, "ax", @progbits
        .globl  x86_switch
        .type   x86_switch, @function
x86_switch:                                     # (nint* save, nint load)
        .cfi_startproc
        push    %r15
        push    %r14
        push    %r13
        push    %r12
        push    %rbp
        push    %rbx
        .cfi_adjust_cfa_offset 48
        mov     %rsp, (%rdi)
        mov     %rsi, %rsp
        pop     %rbx
        pop     %rbp
        pop     %r12
        pop     %r13
        pop     %r14
        pop     %r15
        .cfi_adjust_cfa_offset -48
        ret
        .cfi_endproc
        .size   x86_switch, . - x86_switch

        .section .text.x86_thread_entry, "ax", @progbits
        .globl  x86_thread_entry
        .type   x86_thread_entry, @function
x86_thread_entry:                               # () -> nint: the address of lithe_thread_start
        mov     $lithe_thread_start, %eax
        ret
        .size   x86_thread_entry, . - x86_thread_entry

# The processor's block, behind gs (processor.s): its number, its own address, the running thread.
        .section .text.x86_current_thread, "ax", @progbits
        .globl  x86_current_thread
        .type   x86_current_thread, @function
x86_current_thread:                             # () -> nint
        mov     %gs:16, %rax
        ret
        .size   x86_current_thread, . - x86_current_thread

        .section .text.x86_set_current_thread, "ax", @progbits
        .globl  x86_set_current_thread
        .type   x86_set_current_thread, @function
x86_set_current_thread:                         # (nint value)
        mov     %rdi, %gs:16
        ret
        .size   x86_set_current_thread, . - x86_set_current_thread

        .set    FS_BASE, 0xc0000100             # IA32_FS_BASE

        .section .text.x86_read_fs_base, "ax", @progbits
        .globl  x86_read_fs_base
        .type   x86_read_fs_base, @function
x86_read_fs_base:                               # () -> ulong
        mov     $FS_BASE, %ecx
        rdmsr
        shl     $32, %rdx
        or      %rdx, %rax
        ret
        .size   x86_read_fs_base, . - x86_read_fs_base

        .section .text.x86_write_fs_base, "ax", @progbits
        .globl  x86_write_fs_base
        .type   x86_write_fs_base, @function
x86_write_fs_base:                              # (ulong value)
        mov     $FS_BASE, %ecx
        mov     %edi, %eax
        mov     %rdi, %rdx
        shr     $32, %rdx
        wrmsr
        ret
        .size   x86_write_fs_base, . - x86_write_fs_base
