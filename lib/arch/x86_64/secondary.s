# How a second processor comes up: a startup interrupt sets it off in real mode at a page below 1 MiB. The code there is a copy of what lies between
# start_code and start_code_end, with its own address and the boot processor's control registers filled in. It ends in x86_secondary_start.

        .section .rodata.start_code, "a", @progbits
        .balign 16
start_code:
        .code16
        cli
        cld
        mov     %cs, %ax
        mov     %ax, %ds
        xor     %ebx, %ebx
        mov     %cs, %bx
        shl     $4, %ebx                        # the page's address
        lgdtl   start_gdt_pointer - start_code
        mov     %cr0, %eax
        or      $1, %al
        mov     %eax, %cr0
        ljmpl   *(start_far32 - start_code)
        .code32
start_32:
        mov     $0x10, %eax
        mov     %eax, %ds
        mov     %eax, %ss
        mov     start_cr4 - start_code(%ebx), %eax
        mov     %eax, %cr4
        mov     start_cr3 - start_code(%ebx), %eax
        mov     %eax, %cr3
        mov     $0xc0000080, %ecx               # EFER; LMA is the processor's to set
        mov     start_efer - start_code(%ebx), %eax
        and     $~0x400, %eax
        xor     %edx, %edx
        wrmsr
        mov     start_cr0 - start_code(%ebx), %eax
        mov     %eax, %cr0
        ljmp    *(start_far64 - start_code)(%ebx)
        .code64
start_64:
        mov     start_block - start_code(%rbx), %rdi
        mov     $x86_secondary_start, %eax
        jmp     *%rax
        .balign 8
start_gdt:
        .quad   0
        .quad   0x00cf9b000000ffff              # 0x08: 32-bit code
        .quad   0x00cf93000000ffff              # 0x10: data
        .quad   0x00af9b000000ffff              # 0x18: 64-bit code
start_gdt_pointer:
        .word   31
        .long   0
start_far32:
        .long   0
        .word   0x08
start_far64:
        .long   0
        .word   0x18
        .balign 8
start_cr0:      .quad 0
start_cr3:      .quad 0
start_cr4:      .quad 0
start_efer:     .quad 0
start_block:    .quad 0
start_code_end:

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

        function x86_start_code                 # () -> byte*
        lea     start_code(%rip), %rax
        ret
        endfunction x86_start_code

        function x86_start_code_size            # () -> ulong
        mov     $start_code_end - start_code, %eax
        ret
        endfunction x86_start_code_size

        function x86_fill_start_code            # (nint copy, nint block)
        lea     start_gdt - start_code(%rdi), %rax
        mov     %eax, start_gdt_pointer - start_code + 2(%rdi)
        lea     start_32 - start_code(%rdi), %rax
        mov     %eax, start_far32 - start_code(%rdi)
        lea     start_64 - start_code(%rdi), %rax
        mov     %eax, start_far64 - start_code(%rdi)
        mov     %cr0, %rax
        mov     %rax, start_cr0 - start_code(%rdi)
        mov     %cr3, %rax
        mov     %rax, start_cr3 - start_code(%rdi)
        mov     %cr4, %rax
        mov     %rax, start_cr4 - start_code(%rdi)
        mov     $0xc0000080, %ecx
        rdmsr
        mov     %rax, start_efer - start_code(%rdi)
        mov     %rsi, start_block - start_code(%rdi)
        ret
        endfunction x86_fill_start_code

# rdi = the processor's block; offsets as in SecondaryProcessor.cs. No stack yet.
        .weak   lithe_processor_start
        function x86_secondary_start
        mov     24(%rdi), %rsp
        lgdt    32(%rdi)
        pushq   $0x08
        lea     1f(%rip), %rax
        push    %rax
        lretq
1:      mov     $0x10, %eax
        mov     %eax, %ds
        mov     %eax, %es
        mov     %eax, %ss
        xor     %eax, %eax
        mov     %eax, %fs
        mov     %eax, %gs
        lidt    idt_pointer(%rip)
        mov     $0x18, %eax
        ltr     %ax
        mov     $0xc0000101, %ecx               # IA32_GS_BASE
        mov     %edi, %eax
        mov     %rdi, %rdx
        shr     $32, %rdx
        wrmsr
        movl    $1, 192(%rdi)
        mov     (%rdi), %edi
        xor     %ebp, %ebp
        mov     $lithe_processor_start, %eax
        test    %eax, %eax
        jz      2f
        call    *%rax
2:      cli
        hlt
        jmp     2b
        endfunction x86_secondary_start
