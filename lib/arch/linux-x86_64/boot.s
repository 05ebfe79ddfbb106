# Where Linux enters the program: rsp points at the argument count, behind which are arguments, environment and auxiliary vector. That is the boot
# information; the image runs on a stack of its own, of a known size, above a guard page.

        .section .text.boot, "ax", @progbits
        .globl  _start
        .type   _start, @function
_start:
        mov     %rsp, %rdi
        mov     $__stack_top, %esp
        xor     %ebp, %ebp                      # ends the chain of frames
        call    lithe_start
        ud2
        .size   _start, . - _start
