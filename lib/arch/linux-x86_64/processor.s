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

        function linux_rdtsc                    # () -> ulong
        rdtsc
        shl     $32, %rdx
        or      %rdx, %rax
        ret
        endfunction linux_rdtsc

        function linux_pause
        pause
        ret
        endfunction linux_pause

        function linux_processor_index          # () -> int
        mov     %gs:0, %eax
        ret
        endfunction linux_processor_index

        function linux_switch                   # (nint* save, nint load): what a function preserves goes onto the stack, and the stack is exchanged
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
        endfunction linux_switch

        .weak   lithe_thread_start              # where a new thread begins: exported by a scheduler that has threads
        function linux_thread_entry             # () -> nint
        mov     $lithe_thread_start, %eax
        ret
        endfunction linux_thread_entry

        function linux_current_thread           # () -> nint: a word of the processor's block (lib/linux)
        mov     %gs:16, %rax
        ret
        endfunction linux_current_thread

        function linux_set_current_thread       # (nint)
        mov     %rdi, %gs:16
        ret
        endfunction linux_set_current_thread

        function linux_trap_handler             # () -> where the signals of faults go
        lea     linux_trap(%rip), %rax
        ret
        endfunction linux_trap_handler

        function lithe_layout                   # () -> ulong*: the linker's addresses, in the order of Layout.cs
        lea     layout(%rip), %rax
        ret
        endfunction lithe_layout

        .section .rodata.layout, "a", @progbits
        .balign 8
layout: .quad   __image_start, __image_end
        .quad   __root_table, __table_pool, __table_pool_end
        .quad   __guard_stack, __stack_bottom, __stack_top
        .quad   __guard_trap_stack, __trap_stack_bottom, __trap_stack_top
        .quad   __text_start, __text_end
        .quad   __rodata_start, __rodata_end
        .quad   __data_start, __data_end
