// Interface calls in compiled code: a call through a cell with the cell's address in x11, the object in x0 and all other arguments
// in their registers. A cell's first word leads here; cells are never written, so they may lie in read-only memory.
//
// A table remembers what was resolved, by cell and type. Entries are only ever added, so a reader needs no lock: an entry's cell
// is written last.

.set CACHE_BITS, 9                              // 512 entries of 32 bytes: {cell, type, target, claimed}

.macro FUNCTION name
        .section .text.\name, "ax", %progbits
        .globl  \name
        .type   \name, %function
        .p2align 4
\name:
        .cfi_startproc
.endm

.macro END name
        .cfi_endproc
        .size   \name, . - \name
.endm

// The entry for cell x11 and type x10, in x9. Two entries are looked at: this one and its neighbour (bit 5 turned).
// Changes x12.
.macro ENTRY
        add     x9, x10, x11, lsl #3
        movz    w12, #0x79B1
        movk    w12, #0x9E37, lsl #16
        mul     w9, w9, w12
        lsr     w9, w9, #(32 - CACHE_BITS)
        adrp    x12, interface_cache
        add     x12, x12, :lo12:interface_cache
        add     x9, x12, x9, lsl #5
.endm

FUNCTION RhpInitialDynamicInterfaceDispatch
        ldr     x10, [x0]                       // a null object faults here
        ENTRY
        ldar    x12, [x9]                       // the cell first: it was written last
        ldp     x13, x14, [x9, #8]
        cmp     x12, x11
        ccmp    x13, x10, #0, eq
        b.ne    .Lneighbour
        br      x14
.Lneighbour:
        eor     x9, x9, #32
        ldar    x12, [x9]
        ldp     x13, x14, [x9, #8]
        cmp     x12, x11
        ccmp    x13, x10, #0, eq
        b.ne    .Lresolve
        br      x14

.Lresolve:
        stp     x29, x30, [sp, #-240]!
        .cfi_def_cfa_offset 240
        .cfi_offset x29, -240
        .cfi_offset x30, -232
        mov     x29, sp
        stp     x0, x1, [sp, #16]
        stp     x2, x3, [sp, #32]
        stp     x4, x5, [sp, #48]
        stp     x6, x7, [sp, #64]
        stp     x8, x11, [sp, #80]
        stp     q0, q1, [sp, #96]
        stp     q2, q3, [sp, #128]
        stp     q4, q5, [sp, #160]
        stp     q6, q7, [sp, #192]
        mov     x1, x11
        bl      RhpResolveInterfaceMethod       // (object, cell): the target
        mov     x16, x0
        ldp     x0, x1, [sp, #16]
        ldp     x8, x11, [sp, #80]
        ldr     x10, [x0]
        ENTRY
        // Take a free entry, the first or its neighbour; when both are taken, this pair is resolved again each time.
        mov     w13, #1
        add     x14, x9, #24
.Lclaim_first:
        ldaxr   w15, [x14]
        stxr    w17, w13, [x14]
        cbnz    w17, .Lclaim_first
        cbz     w15, .Lfill
        eor     x9, x9, #32
        add     x14, x9, #24
.Lclaim_second:
        ldaxr   w15, [x14]
        stxr    w17, w13, [x14]
        cbnz    w17, .Lclaim_second
        cbnz    w15, .Lgo
.Lfill:
        stp     x10, x16, [x9, #8]
        stlr    x11, [x9]
.Lgo:
        ldp     x2, x3, [sp, #32]
        ldp     x4, x5, [sp, #48]
        ldp     x6, x7, [sp, #64]
        ldp     q0, q1, [sp, #96]
        ldp     q2, q3, [sp, #128]
        ldp     q4, q5, [sp, #160]
        ldp     q6, q7, [sp, #192]
        ldp     x29, x30, [sp], #240
        .cfi_def_cfa_offset 0
        br      x16
END RhpInitialDynamicInterfaceDispatch

        .section .bss.interface_cache, "aw", %nobits
        .p2align 6
interface_cache:
        .zero   32 << CACHE_BITS
