# Stores of references. No collector watches the heap, so each is a plain store; compiled code calls them by these names and
# with registers of their own.

.macro FUNCTION name
        .section .text.\name, "ax", @progbits
        .globl  \name
        .type   \name, @function
\name:
        .cfi_startproc
.endm

.macro END name
        .cfi_endproc
        .size   \name, . - \name
.endm

# Stores rsi at rdi.
FUNCTION RhpAssignRef
        .globl  RhpCheckedAssignRef
        .type   RhpCheckedAssignRef, @function
RhpCheckedAssignRef:
        movq    %rsi, (%rdi)
        ret
END RhpAssignRef

# Copies a reference from rsi to rdi and steps both on. Only rcx (and rax) may change besides.
FUNCTION RhpByRefAssignRef
        movq    (%rsi), %rcx
        movq    %rcx, (%rdi)
        addq    $8, %rdi
        addq    $8, %rsi
        ret
END RhpByRefAssignRef
