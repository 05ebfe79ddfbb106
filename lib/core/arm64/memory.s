// Memory primitives: memcpy, memmove, memset, memcmp. Each is in a section of its own: the linker keeps what is used.

.macro FUNCTION name
        .section .text.\name, "ax", %progbits
        .globl  \name
        .type   \name, %function
        .p2align 5
\name:
        .cfi_startproc
.endm

.macro ALIAS name
        .globl  \name
        .type   \name, %function
\name:
.endm

.macro END name
        .cfi_endproc
        .size   \name, . - \name
.endm

// void *memmove(void *x0 destination, const void *x1 source, size_t x2 length)
//
// Up to 128 bytes everything is loaded before anything is stored, so overlap does not matter there; the loops below save the end
// that they would overwrite.
FUNCTION memmove
ALIAS memcpy
ALIAS RhSpanHelpers_MemCopy
        add     x4, x1, x2                      // the source's end
        add     x5, x0, x2                      // the destination's end
        cmp     x2, #16
        b.lo    .Lmove_small
        cmp     x2, #32
        b.hi    .Lmove_over_32
        ldr     q0, [x1]
        ldr     q1, [x4, #-16]
        str     q0, [x0]
        str     q1, [x5, #-16]
        ret
.Lmove_small:
        tbz     x2, #3, .Lmove_under_8
        ldr     x6, [x1]
        ldr     x7, [x4, #-8]
        str     x6, [x0]
        str     x7, [x5, #-8]
        ret
.Lmove_under_8:
        tbz     x2, #2, .Lmove_under_4
        ldr     w6, [x1]
        ldr     w7, [x4, #-4]
        str     w6, [x0]
        str     w7, [x5, #-4]
        ret
.Lmove_under_4:
        cbz     x2, .Lmove_done
        lsr     x8, x2, #1                      // first, middle and last byte cover one to three
        ldrb    w6, [x1]
        ldrb    w9, [x1, x8]
        ldrb    w7, [x4, #-1]
        strb    w6, [x0]
        strb    w9, [x0, x8]
        strb    w7, [x5, #-1]
.Lmove_done:
        ret

        .p2align 4
.Lmove_over_32:
        ldp     q0, q1, [x1]
        ldp     q2, q3, [x4, #-32]
        cmp     x2, #64
        b.hi    .Lmove_over_64
        stp     q0, q1, [x0]
        stp     q2, q3, [x5, #-32]
        ret
        .p2align 4
.Lmove_over_64:
        ldp     q4, q5, [x1, #32]
        ldp     q6, q7, [x4, #-64]
        cmp     x2, #128
        b.hi    .Lmove_over_128
        stp     q0, q1, [x0]
        stp     q4, q5, [x0, #32]
        stp     q6, q7, [x5, #-64]
        stp     q2, q3, [x5, #-32]
        ret

// Here: q0, 1, 4, 5 hold the first 64 bytes, q6, 7, 2, 3 the last 64.
        .p2align 4
.Lmove_over_128:
        sub     x6, x0, x1                      // destination - source
        cmp     x6, x2                          // inside the source: copy from the end
        b.lo    .Lmove_backward

        sub     x8, x5, #64                     // where the last 64 bytes go
        add     x9, x0, #64
        and     x9, x9, #-16                    // first aligned store, at most 64 in
        sub     x10, x9, x0
        add     x1, x1, x10
        // The first turn's source is read before the first store: the ranges may overlap with the destination before.
        ldp     q16, q17, [x1]
        ldp     q18, q19, [x1, #32]
        stp     q0, q1, [x0]
        stp     q4, q5, [x0, #32]
        b       .Lmove_forward_test
        .p2align 5
.Lmove_forward_loop:
        stp     q16, q17, [x9]
        ldp     q16, q17, [x1, #64]
        stp     q18, q19, [x9, #32]
        ldp     q18, q19, [x1, #96]
        add     x9, x9, #64
        add     x1, x1, #64
.Lmove_forward_test:
        add     x10, x9, #64
        cmp     x10, x8
        b.lo    .Lmove_forward_loop
        stp     q16, q17, [x9]
        stp     q18, q19, [x9, #32]
        stp     q6, q7, [x8]
        stp     q2, q3, [x8, #32]
        ret

        .p2align 4
.Lmove_backward:
        cbz     x6, .Lmove_done                 // onto itself
        sub     x9, x5, #1
        and     x9, x9, #-16                    // the last aligned store ends here, at most 16 before the end
        sub     x10, x9, x0
        add     x10, x1, x10                    // its source
        add     x8, x0, #64                     // below this the first 64 bytes' registers do
        b       .Lmove_backward_test
        .p2align 5
.Lmove_backward_loop:
        ldp     q16, q17, [x10, #-32]
        ldp     q18, q19, [x10, #-64]!
        stp     q16, q17, [x9, #-32]
        stp     q18, q19, [x9, #-64]!
.Lmove_backward_test:                           // a turn never reaches below the destination: over 64 bytes are left
        cmp     x9, x8
        b.hi    .Lmove_backward_loop
        stp     q6, q7, [x5, #-64]
        stp     q2, q3, [x5, #-32]
        stp     q0, q1, [x0]
        stp     q4, q5, [x0, #32]
        ret
END memmove

// void *memset(void *x0 destination, int w1 value, size_t x2 length)
FUNCTION memset
ALIAS RhSpanHelpers_MemSet
        dup     v0.16b, w1
        fmov    x6, d0
        b       .Lset_start
        .cfi_endproc
        .size   memset, . - memset

// void memzero(void *x0 destination, size_t x1 length)
        .globl  memzero
        .type   memzero, %function
        .globl  RhSpanHelpers_MemZero
        .type   RhSpanHelpers_MemZero, %function
        .p2align 4
memzero:
RhSpanHelpers_MemZero:
        .cfi_startproc
        mov     x2, x1
        mov     x6, #0
        movi    v0.16b, #0
.Lset_start:
        add     x5, x0, x2
        cmp     x2, #16
        b.lo    .Lset_small
        cmp     x2, #64
        b.hi    .Lset_over_64
        str     q0, [x0]
        str     q0, [x5, #-16]
        cmp     x2, #32
        b.ls    .Lset_done
        str     q0, [x0, #16]
        str     q0, [x5, #-32]
.Lset_done:
        ret
.Lset_small:
        tbz     x2, #3, .Lset_under_8
        str     x6, [x0]
        str     x6, [x5, #-8]
        ret
.Lset_under_8:
        tbz     x2, #2, .Lset_under_4
        str     w6, [x0]
        str     w6, [x5, #-4]
        ret
.Lset_under_4:
        cbz     x2, .Lset_done
        lsr     x8, x2, #1
        strb    w6, [x0]
        strb    w6, [x0, x8]
        strb    w6, [x5, #-1]
        ret
        .p2align 4
.Lset_over_64:
        stp     q0, q0, [x0]
        stp     q0, q0, [x0, #32]
        stp     q0, q0, [x5, #-64]
        stp     q0, q0, [x5, #-32]
        cmp     x2, #128
        b.ls    .Lset_done
        add     x9, x0, #64
        and     x9, x9, #-64
        sub     x5, x5, #64
        .p2align 5
.Lset_loop:
        stp     q0, q0, [x9]
        stp     q0, q0, [x9, #32]
        add     x9, x9, #64
        cmp     x9, x5
        b.lo    .Lset_loop
        ret
        .cfi_endproc
        .size   memzero, . - memzero

// int memcmp(const void *x0 left, const void *x1 right, size_t x2 length)
FUNCTION memcmp
        cmp     x2, #8
        b.lo    .Lcompare_small
        sub     x3, x2, #8                      // where the last 8 bytes begin
        mov     x4, #0
        cmp     x2, #32
        b.lo    .Lcompare_8
        sub     x5, x2, #32
        .p2align 5
.Lcompare_loop:                                 // 32 bytes a turn, as long as they are the same
        add     x6, x0, x4
        add     x7, x1, x4
        ldp     q0, q1, [x6]
        ldp     q2, q3, [x7]
        cmeq    v0.16b, v0.16b, v2.16b
        cmeq    v1.16b, v1.16b, v3.16b
        and     v0.16b, v0.16b, v1.16b
        uminv   b0, v0.16b
        fmov    w8, s0
        cbz     w8, .Lcompare_8
        add     x4, x4, #32
        cmp     x4, x5
        b.ls    .Lcompare_loop
.Lcompare_8:
        cmp     x4, x3
        b.hs    .Lcompare_last
        ldr     x6, [x0, x4]
        ldr     x7, [x1, x4]
        cmp     x6, x7
        b.ne    .Lcompare_order
        add     x4, x4, #8
        b       .Lcompare_8
.Lcompare_last:                                 // the last 8 bytes; some may be compared twice
        ldr     x6, [x0, x3]
        ldr     x7, [x1, x3]
        cmp     x6, x7
        b.ne    .Lcompare_order
        mov     w0, #0
        ret
.Lcompare_order:
        // The first byte in memory is the lowest: turn the bytes round, then compare as numbers.
        rev     x6, x6
        rev     x7, x7
        cmp     x6, x7
        mov     w0, #1
        cneg    w0, w0, lo
        ret
.Lcompare_small:
        mov     x4, #0
.Lcompare_bytes:
        cmp     x4, x2
        b.hs    .Lcompare_equal
        ldrb    w6, [x0, x4]
        ldrb    w7, [x1, x4]
        add     x4, x4, #1
        subs    w8, w6, w7
        b.eq    .Lcompare_bytes
        mov     w0, w8
        ret
.Lcompare_equal:
        mov     w0, #0
        ret
END memcmp
