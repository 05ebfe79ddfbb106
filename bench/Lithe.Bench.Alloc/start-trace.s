# Preloaded into a program: switches glibc's own log of allocations on (mtrace, libc_malloc_debug.so) before the program begins.
# Once: what the program starts in turn is not followed.

        .section .init_array, "aw"
        .balign 8
        .quad   start

        .text
start:
        sub     $8, %rsp
        call    mtrace@PLT
        lea     preload(%rip), %rdi
        call    unsetenv@PLT
        lea     log(%rip), %rdi
        call    unsetenv@PLT
        add     $8, %rsp
        ret

        .section .rodata
preload: .asciz "LD_PRELOAD"
log:    .asciz  "MALLOC_TRACE"
        .section .note.GNU-stack, "", @progbits
