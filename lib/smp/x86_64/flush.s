# The non-maskable interrupt: another processor wants ranges forgotten (RemoteFlush.cs), and waits, whatever this one is doing. It comes between any two
# instructions, on a stack of its own, so it touches nothing but what it saves. One that nobody has asked for is a trap as every other.
# On entry: rax, vector, error code, rip, cs, rflags, rsp, ss.
        .section .text.x86_nmi, "ax", @progbits
        .globl  x86_nmi
        .type   x86_nmi, @function
x86_nmi:
        .cfi_startproc
        .cfi_signal_frame
        .cfi_def_cfa rsp, 64
        .cfi_offset rip, -40
        .cfi_offset rsp, -16
        push    %rcx
        .cfi_adjust_cfa_offset 8
        mov     %gs:0, %eax
        cmpl    $0, flush_requests(, %rax, 4)
        jz      4f
        push    %rdx
        .cfi_adjust_cfa_offset 8
        mov     flush_address(%rip), %rdx
        mov     flush_pages(%rip), %rcx
        jrcxz   2f
1:      invlpg  (%rdx)
        add     $4096, %rdx
        dec     %rcx
        jnz     1b
        jmp     3f
2:      mov     %cr3, %rdx                      # all of them
        mov     %rdx, %cr3
3:      movl    $0, flush_requests(, %rax, 4)
        pop     %rdx
        .cfi_adjust_cfa_offset -8
        pop     %rcx
        .cfi_adjust_cfa_offset -8
        pop     %rax
        .cfi_adjust_cfa_offset -8
        add     $16, %rsp                       # vector, error code
        .cfi_adjust_cfa_offset -16
        iretq
        .cfi_adjust_cfa_offset 32
4:      pop     %rcx
        .cfi_adjust_cfa_offset -8
        pop     %rax
        .cfi_adjust_cfa_offset -8
        jmp     trap_common                     # arch/x86_64, traps.s
        .cfi_endproc

        .globl  x86_flush_requests              # () -> the words below; in the section of x86_nmi, which the image has when it has this
        .type   x86_flush_requests, @function
x86_flush_requests:
        lea     flush_address(%rip), %rax
        ret
        .size   x86_flush_requests, . - x86_flush_requests

        .section .bss.flush_requests, "aw", @nobits
        .balign 64                              # the layout of RemoteFlush.cs
flush_address:  .skip   8
flush_pages:    .skip   8                       # 0: everything
flush_requests: .skip   64 * 4                  # not 0 until the processor with this number has done so
