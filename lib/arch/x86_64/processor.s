# Instructions that C# has no word for; System V calling convention. Each in a section of its own: what is unused goes.

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

        function x86_rdtsc                      # () -> ulong
        rdtsc
        shl     $32, %rdx
        or      %rdx, %rax
        ret
        endfunction x86_rdtsc

        function x86_invlpg                     # (ulong address)
        invlpg  (%rdi)
        ret
        endfunction x86_invlpg

        function x86_invalidate_all             # (): writing the root of the tables again makes the processor forget all but global pages
        mov     %cr3, %rax
        mov     %rax, %cr3
        ret
        endfunction x86_invalidate_all

        function x86_cpuid                      # (uint leaf, uint subleaf, uint* four): eax, ebx, ecx, edx
        push    %rbx
        .cfi_adjust_cfa_offset 8
        mov     %rdx, %r8
        mov     %edi, %eax
        mov     %esi, %ecx
        cpuid
        mov     %eax, (%r8)
        mov     %ebx, 4(%r8)
        mov     %ecx, 8(%r8)
        mov     %edx, 12(%r8)
        pop     %rbx
        .cfi_adjust_cfa_offset -8
        ret
        endfunction x86_cpuid

        function x86_pause
        pause
        ret
        endfunction x86_pause

        function x86_hlt
        hlt
        ret
        endfunction x86_hlt

        function x86_sti
        sti
        ret
        endfunction x86_sti

        function x86_sleep_once                 # sti takes effect after hlt has begun: no window in which an interrupt is lost
        sti
        hlt
        cli
        ret
        endfunction x86_sleep_once

        function x86_take_interrupts            # the instruction behind sti is still protected, the one after that is not
        sti
        nop
        nop
        cli
        ret
        endfunction x86_take_interrupts

        function x86_cli
        cli
        ret
        endfunction x86_cli

        function x86_flags                      # () -> ulong
        pushfq
        .cfi_adjust_cfa_offset 8
        pop     %rax
        .cfi_adjust_cfa_offset -8
        ret
        endfunction x86_flags

# The processor's block, behind gs: its number (8 bytes), its own address, the running thread (switch.s), and two words of
# lib/posix/syscall's: the end of the running program thread's kernel stack, a word to work with.
        function x86_processor_index            # () -> int
        mov     %gs:0, %eax
        ret
        endfunction x86_processor_index

        function x86_boot_processor_block       # () -> ulong
        lea     boot_processor_block(%rip), %rax
        ret
        endfunction x86_boot_processor_block

        function x86_set_processor_block        # (ulong address)
        mov     $0xc0000101, %ecx               # IA32_GS_BASE
        mov     %edi, %eax
        mov     %rdi, %rdx
        shr     $32, %rdx
        wrmsr
        ret
        endfunction x86_set_processor_block

        .section .data.boot_processor_block, "aw", @progbits
        .balign 64
boot_processor_block:
        .quad   0, boot_processor_block, 0, 0, 0

        function lithe_layout                   # () -> ulong*: the linker's addresses, in the order of Layout.cs
        lea     layout(%rip), %rax
        ret
        endfunction lithe_layout

        .section .rodata.layout, "a", @progbits
        .balign 8
layout: .quad   __image_start, __image_end
        .quad   __boot_pml4, __table_pool, __table_pool_end
        .quad   __guard_stack, __stack_bottom, __stack_top
        .quad   __guard_trap_stack, __trap_stack_bottom, __trap_stack_top
        .quad   __guard_double_fault_stack, __double_fault_stack_bottom, __double_fault_stack_top
        .quad   __page_zero
