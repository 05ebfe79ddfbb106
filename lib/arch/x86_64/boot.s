# PVH entry (Xen's "x86/HVM direct boot ABI"): 32-bit protected mode, flat segments, paging off,
# ebx = physical address of struct hvm_start_info. Ends in lithe_start(boot) in long mode, with the address
# space that the rest of the image relies on:
#   text R-X; read-only data R--; data RW-; page 0, guard pages and everything else absent.
# Nothing here depends on the memory size: other memory is mapped later, by whoever wants it; boot information by the platform.

        .set    PTE_P,  0x1
        .set    PTE_W,  0x2
        .set    NX_HI,  0x80000000              # bit 63, as the upper half of an entry

        .set    COM1,   0x3f8

# ---------------------------------------------------------------------------------------------------------------
        .section .note.Xen, "a", @note          # XEN_ELFNOTE_PHYS32_ENTRY: how a VMM finds the entry
        .balign 4
        .long   4, 4, 18
        .asciz  "Xen"
        .long   _start

# ---------------------------------------------------------------------------------------------------------------
        .section .text.boot, "ax", @progbits
        .code32
        .globl  _start
        .type   _start, @function
_start:
        cld
        mov     $__stack_top, %esp
        mov     %ebx, %ebp                      # kept: the boot information

        # Long mode and no-execute pages are what everything here stands on. Say so where they are missing.
        mov     $0x80000001, %eax
        cpuid
        mov     %edx, %eax
        and     $0x20100000, %eax               # LM (bit 29), NX (bit 20)
        cmp     $0x20100000, %eax
        jne     no_long_mode

        # CR4: PAE, OSFXSR and OSXMMEXCPT (C# uses xmm registers everywhere).
        mov     $0x620, %eax
        mov     %eax, %cr4

        # Zeroed data and the page tables: loaders leave there what the firmware did. 128 bytes at a time; the end is
        # page-aligned, and the odd part comes first.
        xorps   %xmm0, %xmm0
        mov     $__zero_start, %edi
        mov     $__zero_end, %ecx
1:      test    $0x7f, %edi
        jz      2f
        movaps  %xmm0, (%edi)
        add     $16, %edi
        jmp     1b
2:      movaps  %xmm0, (%edi)
        movaps  %xmm0, 16(%edi)
        movaps  %xmm0, 32(%edi)
        movaps  %xmm0, 48(%edi)
        movaps  %xmm0, 64(%edi)
        movaps  %xmm0, 80(%edi)
        movaps  %xmm0, 96(%edi)
        movaps  %xmm0, 112(%edi)
        add     $128, %edi
        cmp     %ecx, %edi
        jb      2b

        # The last-level tables lie side by side, one entry a page from address 0 on, so the entry of address a is
        # at __boot_pt + (a >> 12) * 8.
        mov     $__text_start, %eax
        mov     $__text_end, %ecx
        mov     $PTE_P, %esi
        xor     %edx, %edx
        call    map_pages
        mov     $__rodata_start, %eax
        mov     $__rodata_end, %ecx
        mov     $PTE_P, %esi
        mov     $NX_HI, %edx
        call    map_pages
        mov     $__data_start, %eax
        mov     $__data_end, %ecx
        mov     $PTE_P | PTE_W, %esi
        call    map_pages
        movl    $PTE_P, __page_zero_entry       # the one alias: page 0, for boot information there
        movl    $NX_HI, __page_zero_entry + 4
        mov     $__guard_stack, %eax            # guard pages: one below the stack, one below the trap stacks
        call    unmap_page
        mov     $__guard_trap_stack, %eax
        call    unmap_page
        mov     $__guard_double_fault_stack, %eax
        call    unmap_page

        # Upper levels: PML4[0] -> PDPT, PDPT[0] -> PD, PD[i] -> PT i.
        movl    $__boot_pdpt + PTE_P + PTE_W, __boot_pml4
        movl    $__boot_pd + PTE_P + PTE_W, __boot_pdpt
        mov     $__boot_pt + PTE_P + PTE_W, %eax
        mov     $__boot_pd, %edi
        mov     $__boot_pt_count, %ecx
1:      mov     %eax, (%edi)
        add     $4096, %eax
        add     $8, %edi
        dec     %ecx
        jnz     1b

        mov     $__boot_pml4, %eax
        mov     %eax, %cr3
        mov     $0xc0000080, %ecx               # EFER: LME, NXE
        rdmsr
        or      $0x900, %eax
        wrmsr
        mov     $0x80010033, %eax               # CR0: PG, WP (ring 0 obeys read-only too), NE, ET, MP, PE
        mov     %eax, %cr0
        lgdt    gdt_pointer
        ljmp    $0x08, $long_mode

# eax = first address, ecx = end, esi = flags, edx = upper half of each entry.
map_pages:
        mov     %eax, %edi
        shr     $9, %edi                        # (a >> 12) * 8
        add     $__boot_pt, %edi
        or      %esi, %eax
1:      mov     %eax, (%edi)
        mov     %edx, 4(%edi)
        add     $8, %edi
        add     $4096, %eax
        cmp     %ecx, %eax
        jb      1b
        ret

unmap_page:
        shr     $9, %eax
        movl    $0, __boot_pt(%eax)
        movl    $0, __boot_pt+4(%eax)
        ret

no_long_mode:
        mov     $no_long_mode_text, %esi
1:      lodsb
        test    %al, %al
        jz      2f
        mov     $COM1, %edx
        out     %al, %dx
        jmp     1b
2:      mov     $1, %al                         # ends QEMU where isa-debug-exit is there
        out     %al, $0xf4
3:      hlt
        jmp     3b

        .code64
long_mode:
        mov     $0x10, %eax
        mov     %eax, %ds
        mov     %eax, %es
        mov     %eax, %ss
        xor     %eax, %eax
        mov     %eax, %fs
        mov     %eax, %gs
        lidt    idt_pointer(%rip)

        # The task state's descriptor holds the address of tss in pieces that no relocation can express.
        mov     $tss, %eax
        mov     %ax, gdt_tss + 2(%rip)
        shr     $16, %eax
        mov     %al, gdt_tss + 4(%rip)
        mov     %ah, gdt_tss + 7(%rip)
        mov     $0x18, %eax
        ltr     %ax

        mov     $__stack_top, %esp
        mov     %ebp, %edi                      # boot information: the one argument
        xor     %ebp, %ebp                      # ends the chain of frames
        call    lithe_start
        ud2
        .size   _start, . - _start

# ---------------------------------------------------------------------------------------------------------------
        .section .rodata.boot, "a", @progbits
no_long_mode_text:
        .asciz  "lithe: this processor lacks 64-bit mode or no-execute pages; run on an x86-64 with NX (QEMU: -cpu max)\n"

        .balign 8
gdt_pointer:
        .word   gdt_end - gdt - 1
        .quad   gdt
        .balign 8
        .globl  idt_pointer
idt_pointer:
        .word   64 * 16 - 1                     # the table of traps.s
        .quad   idt

        .section .data.boot, "aw", @progbits
        .balign 16
gdt:    .quad   0
        .quad   0x00af9b000000ffff              # 0x08: 64-bit code
        .quad   0x00cf93000000ffff              # 0x10: data
gdt_tss:
        .word   103, 0                          # 0x18: task state, available
        .byte   0, 0x89, 0, 0
        .quad   0
gdt_end:

        .balign 16
        .globl  tss
tss:    .long   0
        .quad   0, 0, 0                         # rsp0-2: never used, there is one ring
        .quad   0
        .quad   __trap_stack_top                # IST1: every exception and interrupt
        .quad   __double_fault_stack_top - 256  # IST2: double fault
        .quad   __double_fault_stack_top        # IST3: NMI, which may come at any time, so within any of the others; what returns needs little
        .quad   0, 0, 0, 0
        .quad   0
        .word   0, 104                          # no I/O permission map
