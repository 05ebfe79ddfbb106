// The header that the compiler left: the one pointer in section `__modules`.
        .section .text.lithe_module_header, "ax", %progbits
        .globl  lithe_module_header
        .type   lithe_module_header, %function
lithe_module_header:
        .cfi_startproc
        adrp    x0, __start___modules
        ldr     x0, [x0, :lo12:__start___modules]
        ret
        .cfi_endproc
        .size   lithe_module_header, . - lithe_module_header
