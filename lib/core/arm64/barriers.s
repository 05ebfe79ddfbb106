// Stores of references. No collector watches the heap, so each is a plain store; compiled code calls them by these names and
// with registers of their own.

.macro FUNCTION name
        .section .text.\name, "ax", %progbits
        .globl  \name
        .type   \name, %function
        .p2align 2
\name:
        .cfi_startproc
.endm

.macro END name
        .cfi_endproc
        .size   \name, . - \name
.endm

// Stores x1 at x0: as a function.
FUNCTION RhpAssignRef
        .globl  RhpCheckedAssignRef
        .type   RhpCheckedAssignRef, %function
RhpCheckedAssignRef:
        // Whoever finds the reference finds the object as it was made.
        stlr    x1, [x0]
        ret
END RhpAssignRef

// Stores x15 at x14 and steps x14 on. Only x12, x15 and x17 may change besides.
FUNCTION RhpAssignRefArm64
        .globl  RhpCheckedAssignRefArm64
        .type   RhpCheckedAssignRefArm64, %function
RhpCheckedAssignRefArm64:
        stlr    x15, [x14]
        add     x14, x14, #8
        ret
END RhpAssignRefArm64

// Copies a reference from x13 to x14 and steps both on. Only x15 (and x12, x17) may change besides.
FUNCTION RhpByRefAssignRefArm64
        ldr     x15, [x13], #8
        stlr    x15, [x14]
        add     x14, x14, #8
        ret
END RhpByRefAssignRefArm64
