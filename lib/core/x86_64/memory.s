# Memory primitives: memcpy, memmove, memset, memcmp. SSE2 only: they hold on every x86-64, and the wider registers stay the
# program's, so that no trap or system call has to save them. Long runs go to `rep movsb/stosq`, which current processors do by
# whole cache lines. Each is in a section of its own: the linker keeps what is used. `./lithe bench memory` has the figures.

.macro FUNCTION name
        .section .text.\name, "ax", @progbits
        .globl  \name
        .type   \name, @function
        .p2align 5
\name:
        .cfi_startproc
.endm

.macro ALIAS name
        .globl  \name
        .type   \name, @function
\name:
.endm

.macro END name
        .cfi_endproc
        .size   \name, . - \name
.endm

# From this length on the string instructions win over a loop of 64 bytes a turn (measured; their start costs some 30 cycles).
.set MOVSB_THRESHOLD, 1536
.set STOSB_THRESHOLD, 1792

# void *memmove(void *rdi destination, const void *rsi source, size_t rdx length)
#
# Up to 256 bytes everything is loaded before anything is stored, so overlap does not matter there; the loops below save the end
# that they would overwrite.
FUNCTION memmove
ALIAS memcpy
ALIAS RhSpanHelpers_MemCopy
        movq    %rdi, %rax
        cmpq    $16, %rdx
        jb      .Lmove_small
        cmpq    $32, %rdx
        ja      .Lmove_over_32
        movups  (%rsi), %xmm0
        movups  -16(%rsi,%rdx), %xmm1
        movups  %xmm0, (%rdi)
        movups  %xmm1, -16(%rdi,%rdx)
        ret

.Lmove_small:
        cmpl    $8, %edx
        jae     .Lmove_8_15
        cmpl    $4, %edx
        jae     .Lmove_4_7
        cmpl    $1, %edx
        jb      .Lmove_done
        je      .Lmove_1
        movzwl  (%rsi), %ecx
        movzwl  -2(%rsi,%rdx), %esi
        movw    %cx, (%rdi)
        movw    %si, -2(%rdi,%rdx)
.Lmove_done:
        ret
.Lmove_1:
        movzbl  (%rsi), %ecx
        movb    %cl, (%rdi)
        ret
.Lmove_4_7:
        movl    (%rsi), %ecx
        movl    -4(%rsi,%rdx), %esi
        movl    %ecx, (%rdi)
        movl    %esi, -4(%rdi,%rdx)
        ret
.Lmove_8_15:
        movq    (%rsi), %rcx
        movq    -8(%rsi,%rdx), %rsi
        movq    %rcx, (%rdi)
        movq    %rsi, -8(%rdi,%rdx)
        ret

        .p2align 4
.Lmove_over_32:
        movups  (%rsi), %xmm0
        movups  16(%rsi), %xmm1
        movups  -32(%rsi,%rdx), %xmm2
        movups  -16(%rsi,%rdx), %xmm3
        cmpq    $64, %rdx
        ja      .Lmove_over_64
        movups  %xmm0, (%rdi)
        movups  %xmm1, 16(%rdi)
        movups  %xmm2, -32(%rdi,%rdx)
        movups  %xmm3, -16(%rdi,%rdx)
        ret

        .p2align 4
.Lmove_over_64:
        movups  32(%rsi), %xmm4
        movups  48(%rsi), %xmm5
        movups  -64(%rsi,%rdx), %xmm6
        movups  -48(%rsi,%rdx), %xmm7
        cmpq    $128, %rdx
        ja      .Lmove_over_128
        movups  %xmm0, (%rdi)
        movups  %xmm1, 16(%rdi)
        movups  %xmm4, 32(%rdi)
        movups  %xmm5, 48(%rdi)
        movups  %xmm6, -64(%rdi,%rdx)
        movups  %xmm7, -48(%rdi,%rdx)
        movups  %xmm2, -32(%rdi,%rdx)
        movups  %xmm3, -16(%rdi,%rdx)
        ret

# Here: xmm0, 1, 4, 5 hold the first 64 bytes, xmm6, 7, 2, 3 the last 64.
        .p2align 4
.Lmove_over_128:
        cmpq    $256, %rdx
        ja      .Lmove_over_256
        movups  64(%rsi), %xmm8
        movups  80(%rsi), %xmm9
        movups  96(%rsi), %xmm10
        movups  112(%rsi), %xmm11
        cmpq    $192, %rdx
        jbe     .Lmove_129_192
        movups  -128(%rsi,%rdx), %xmm12
        movups  -112(%rsi,%rdx), %xmm13
        movups  -96(%rsi,%rdx), %xmm14
        movups  -80(%rsi,%rdx), %xmm15
        movups  %xmm12, -128(%rdi,%rdx)
        movups  %xmm13, -112(%rdi,%rdx)
        movups  %xmm14, -96(%rdi,%rdx)
        movups  %xmm15, -80(%rdi,%rdx)
.Lmove_129_192:
        movups  %xmm0, (%rdi)
        movups  %xmm1, 16(%rdi)
        movups  %xmm4, 32(%rdi)
        movups  %xmm5, 48(%rdi)
        movups  %xmm8, 64(%rdi)
        movups  %xmm9, 80(%rdi)
        movups  %xmm10, 96(%rdi)
        movups  %xmm11, 112(%rdi)
        movups  %xmm6, -64(%rdi,%rdx)
        movups  %xmm7, -48(%rdi,%rdx)
        movups  %xmm2, -32(%rdi,%rdx)
        movups  %xmm3, -16(%rdi,%rdx)
        ret

        .p2align 4
.Lmove_over_256:
        movq    %rdi, %rcx
        subq    %rsi, %rcx                      # destination - source
        cmpq    %rdx, %rcx                      # inside the source: copy from the end
        jb      .Lmove_backward
        cmpq    $MOVSB_THRESHOLD, %rdx
        jae     .Lmove_string

.Lmove_forward:
        # Stores are aligned to 16; the first and the last 64 bytes go by the registers that hold them already.
        leaq    -64(%rdi,%rdx), %r8             # where the last 64 bytes go
        leaq    64(%rdi), %r9
        andq    $-16, %r9                       # first aligned store, at most 64 in
        movq    %r9, %r10
        subq    %rdi, %r10
        addq    %r10, %rsi
        # The first turn's source is read before the first store: the ranges may overlap with the destination before.
        movups  (%rsi), %xmm8
        movups  16(%rsi), %xmm9
        movups  32(%rsi), %xmm10
        movups  48(%rsi), %xmm11
        movups  %xmm0, (%rdi)
        movups  %xmm1, 16(%rdi)
        movups  %xmm4, 32(%rdi)
        movups  %xmm5, 48(%rdi)
        jmp     .Lmove_forward_test
        .p2align 5
.Lmove_forward_loop:
        movaps  %xmm8, (%r9)
        movaps  %xmm9, 16(%r9)
        movaps  %xmm10, 32(%r9)
        movaps  %xmm11, 48(%r9)
        addq    $64, %r9
        addq    $64, %rsi
        movups  (%rsi), %xmm8
        movups  16(%rsi), %xmm9
        movups  32(%rsi), %xmm10
        movups  48(%rsi), %xmm11
.Lmove_forward_test:
        leaq    64(%r9), %r10
        cmpq    %r8, %r10
        jb      .Lmove_forward_loop
        cmpq    %r8, %r9
        jae     .Lmove_forward_tail
        movaps  %xmm8, (%r9)
        movaps  %xmm9, 16(%r9)
        movaps  %xmm10, 32(%r9)
        movaps  %xmm11, 48(%r9)
.Lmove_forward_tail:
        movups  %xmm6, (%r8)
        movups  %xmm7, 16(%r8)
        movups  %xmm2, 32(%r8)
        movups  %xmm3, 48(%r8)
        ret

        .p2align 4
.Lmove_backward:
        testq   %rcx, %rcx
        jz      .Lmove_done                     # onto itself
        leaq    (%rdi,%rdx), %r9
        decq    %r9
        andq    $-16, %r9                       # the last aligned store ends here, at most 16 before the end
        movq    %r9, %r10
        subq    %rdi, %r10
        addq    %rsi, %r10                      # its source
        leaq    64(%rdi), %r8                   # below this the first 64 bytes' registers do
        jmp     .Lmove_backward_test
        .p2align 5
.Lmove_backward_loop:
        movups  -16(%r10), %xmm8
        movups  -32(%r10), %xmm9
        movups  -48(%r10), %xmm10
        movups  -64(%r10), %xmm11
        subq    $64, %r10
        movaps  %xmm8, -16(%r9)
        movaps  %xmm9, -32(%r9)
        movaps  %xmm10, -48(%r9)
        movaps  %xmm11, -64(%r9)
        subq    $64, %r9
.Lmove_backward_test:                          # a turn never reaches below the destination: over 64 bytes are left
        cmpq    %r8, %r9
        ja      .Lmove_backward_loop
        movups  %xmm6, -64(%rdi,%rdx)
        movups  %xmm7, -48(%rdi,%rdx)
        movups  %xmm2, -32(%rdi,%rdx)
        movups  %xmm3, -16(%rdi,%rdx)
        movups  %xmm0, (%rdi)
        movups  %xmm1, 16(%rdi)
        movups  %xmm4, 32(%rdi)
        movups  %xmm5, 48(%rdi)
        ret

        .p2align 4
.Lmove_string:
        # `rep movsb` is slow when the destination starts shortly before the source (within a cache line or page alias).
        negq    %rcx
        cmpq    $64, %rcx
        jb      .Lmove_forward
        # Start on a cache line: the first 64 bytes go by registers.
        leaq    64(%rdi), %r9
        andq    $-64, %r9
        movq    %r9, %rcx
        subq    %rdi, %rcx
        movups  %xmm0, (%rdi)
        movups  %xmm1, 16(%rdi)
        movups  %xmm4, 32(%rdi)
        movups  %xmm5, 48(%rdi)
        addq    %rcx, %rsi
        subq    %rcx, %rdx
        movq    %r9, %rdi
        movq    %rdx, %rcx
        rep movsb
        ret
END memmove

# void memzero(void *rdi destination, size_t rsi length)
        .section .text.memset, "ax", @progbits
        .globl  memzero
        .type   memzero, @function
        .globl  RhSpanHelpers_MemZero
        .type   RhSpanHelpers_MemZero, @function
        .p2align 5
memzero:
RhSpanHelpers_MemZero:
        .cfi_startproc
        movq    %rsi, %rdx
        movq    %rdi, %rax
        xorl    %ecx, %ecx
        pxor    %xmm0, %xmm0
        cmpq    $16, %rdx
        jb      .Lset_small
        cmpq    $32, %rdx
        ja      .Lset_over_32
        movups  %xmm0, (%rdi)
        movups  %xmm0, -16(%rdi,%rdx)
        ret
        .cfi_endproc
        .size   memzero, . - memzero

# void RhSpanHelpers_MemSet(void *rdi destination, uint8_t sil value, size_t rdx length): the same arguments as memset
        .globl  RhSpanHelpers_MemSet
        .set    RhSpanHelpers_MemSet, memset

# void *memset(void *rdi destination, int esi value, size_t rdx length)
FUNCTION memset
        movzbl  %sil, %esi
        movabsq $0x0101010101010101, %rcx
        movq    %rdi, %rax
        imulq   %rsi, %rcx
        movq    %rcx, %xmm0
        punpcklqdq %xmm0, %xmm0
        cmpq    $16, %rdx
        jb      .Lset_small
        cmpq    $32, %rdx
        ja      .Lset_over_32
        movups  %xmm0, (%rdi)
        movups  %xmm0, -16(%rdi,%rdx)
        ret
.Lset_small:
        cmpl    $8, %edx
        jae     .Lset_8_15
        cmpl    $4, %edx
        jae     .Lset_4_7
        testl   %edx, %edx
        jz      .Lset_done
        movb    %cl, (%rdi)
        movb    %cl, -1(%rdi,%rdx)
        shrl    $1, %edx
        movb    %cl, (%rdi,%rdx)
.Lset_done:
        ret
.Lset_4_7:
        movl    %ecx, (%rdi)
        movl    %ecx, -4(%rdi,%rdx)
        ret
.Lset_8_15:
        movq    %rcx, (%rdi)
        movq    %rcx, -8(%rdi,%rdx)
        ret
        .p2align 4
.Lset_over_32:
        leaq    (%rdi,%rdx), %r8
        cmpq    $STOSB_THRESHOLD, %rdx
        jae     .Lset_string
        movups  %xmm0, (%rdi)
        movups  %xmm0, 16(%rdi)
        movups  %xmm0, -32(%r8)
        movups  %xmm0, -16(%r8)
        cmpq    $64, %rdx
        jbe     .Lset_done
        movups  %xmm0, 32(%rdi)
        movups  %xmm0, 48(%rdi)
        movups  %xmm0, -64(%r8)
        movups  %xmm0, -48(%r8)
        cmpq    $128, %rdx
        jbe     .Lset_done
        leaq    64(%rdi), %r9
        andq    $-64, %r9
        subq    $64, %r8
        .p2align 5
.Lset_loop:
        movaps  %xmm0, (%r9)
        movaps  %xmm0, 16(%r9)
        movaps  %xmm0, 32(%r9)
        movaps  %xmm0, 48(%r9)
        addq    $64, %r9
        cmpq    %r8, %r9
        jb      .Lset_loop
        ret
        .p2align 4
.Lset_string:
        # The first 64 bytes by registers, then from the next cache line on, by words: an emulator takes as many steps as there are. The last 16
        # bytes hold what is left of a word.
        movups  %xmm0, (%rdi)
        movups  %xmm0, 16(%rdi)
        movups  %xmm0, 32(%rdi)
        movups  %xmm0, 48(%rdi)
        movups  %xmm0, -16(%r8)
        movq    %rax, %r9
        addq    $64, %rdi
        andq    $-64, %rdi
        movq    %xmm0, %rax
        movq    %r8, %rcx
        subq    %rdi, %rcx
        shrq    $3, %rcx
        rep stosq
        movq    %r9, %rax
        ret
END memset

# int memcmp(const void *rdi left, const void *rsi right, size_t rdx length)
#
# Blocks of 64 bytes: four comparisons and one branch. xmm4, 5, 6 then hold the results of the first three quarters, xmm7 that of
# the last two together.
.macro JOIN_COMPARISONS differ
        movdqa  %xmm4, %xmm0
        pand    %xmm5, %xmm0
        pand    %xmm6, %xmm7
        pand    %xmm7, %xmm0
        pmovmskb %xmm0, %eax
        subl    $0xffff, %eax
        jnz     \differ
.endm

FUNCTION memcmp
        cmpq    $16, %rdx
        jb      .Lcompare_small
        movups  (%rdi), %xmm0
        movups  (%rsi), %xmm4
        pcmpeqb %xmm0, %xmm4
        cmpq    $32, %rdx
        ja      .Lcompare_over_32
        movups  -16(%rdi,%rdx), %xmm1
        movups  -16(%rsi,%rdx), %xmm5
        pcmpeqb %xmm1, %xmm5
        movdqa  %xmm4, %xmm0
        pand    %xmm5, %xmm0
        pmovmskb %xmm0, %eax
        subl    $0xffff, %eax
        jnz     .Lcompare_in_ends
        ret

        .p2align 4
.Lcompare_over_32:
        movups  16(%rdi), %xmm1
        movups  16(%rsi), %xmm5
        pcmpeqb %xmm1, %xmm5
        cmpq    $64, %rdx
        ja      .Lcompare_over_64
        movups  -32(%rdi,%rdx), %xmm2
        movups  -32(%rsi,%rdx), %xmm6
        movups  -16(%rdi,%rdx), %xmm3
        movups  -16(%rsi,%rdx), %xmm7
        pcmpeqb %xmm2, %xmm6
        pcmpeqb %xmm3, %xmm7
        JOIN_COMPARISONS .Lcompare_in_halves
        ret

        .p2align 4
.Lcompare_over_64:
        movups  32(%rdi), %xmm2
        movups  32(%rsi), %xmm6
        movups  48(%rdi), %xmm3
        movups  48(%rsi), %xmm7
        pcmpeqb %xmm2, %xmm6
        pcmpeqb %xmm3, %xmm7
        JOIN_COMPARISONS .Lcompare_in_block
        # rdi walks; rsi is the distance to the right side. The last block is the last 64 bytes, some of them again.
        leaq    -64(%rdi,%rdx), %r8
        subq    %rdi, %rsi
        cmpq    $128, %rdx
        jbe     .Lcompare_last
        addq    $64, %rdi
        andq    $-16, %rdi                      # aligned: up to 15 bytes are compared again
        .p2align 5
.Lcompare_loop:
        movups  (%rdi,%rsi), %xmm4
        movups  16(%rdi,%rsi), %xmm5
        movups  32(%rdi,%rsi), %xmm6
        movups  48(%rdi,%rsi), %xmm7
        pcmpeqb (%rdi), %xmm4
        pcmpeqb 16(%rdi), %xmm5
        pcmpeqb 32(%rdi), %xmm6
        pcmpeqb 48(%rdi), %xmm7
        JOIN_COMPARISONS .Lcompare_in_walk
        addq    $64, %rdi
        cmpq    %r8, %rdi
        jb      .Lcompare_loop
.Lcompare_last:
        movq    %r8, %rdi
        movups  (%rdi), %xmm0
        movups  16(%rdi), %xmm1
        movups  32(%rdi), %xmm2
        movups  48(%rdi), %xmm3
        movups  (%rdi,%rsi), %xmm4
        movups  16(%rdi,%rsi), %xmm5
        movups  32(%rdi,%rsi), %xmm6
        movups  48(%rdi,%rsi), %xmm7
        pcmpeqb %xmm0, %xmm4
        pcmpeqb %xmm1, %xmm5
        pcmpeqb %xmm2, %xmm6
        pcmpeqb %xmm3, %xmm7
        JOIN_COMPARISONS .Lcompare_in_walk
        ret

.Lcompare_in_ends:
        pmovmskb %xmm4, %eax
        subl    $0xffff, %eax
        jnz     .Lcompare_differ
        leaq    -16(%rdi,%rdx), %rdi
        leaq    -16(%rsi,%rdx), %rsi
        pmovmskb %xmm5, %eax
        subl    $0xffff, %eax
        jmp     .Lcompare_differ

.Lcompare_in_halves:
        pmovmskb %xmm4, %eax
        subl    $0xffff, %eax
        jnz     .Lcompare_differ
        pmovmskb %xmm5, %eax
        addq    $16, %rdi
        addq    $16, %rsi
        subl    $0xffff, %eax
        jnz     .Lcompare_differ
        leaq    -48(%rdi,%rdx), %rdi
        leaq    -48(%rsi,%rdx), %rsi
        jmp     .Lcompare_in_second_half

.Lcompare_in_walk:
        addq    %rdi, %rsi
.Lcompare_in_block:
        pmovmskb %xmm4, %eax
        subl    $0xffff, %eax
        jnz     .Lcompare_differ
        pmovmskb %xmm5, %eax
        addq    $16, %rdi
        addq    $16, %rsi
        subl    $0xffff, %eax
        jnz     .Lcompare_differ
        addq    $16, %rdi
        addq    $16, %rsi
.Lcompare_in_second_half:
        pmovmskb %xmm6, %eax
        subl    $0xffff, %eax
        jnz     .Lcompare_differ
        pmovmskb %xmm7, %eax
        addq    $16, %rdi
        addq    $16, %rsi
        subl    $0xffff, %eax
.Lcompare_differ:
        # The mask minus all ones has its lowest set bit at the first difference.
        bsfl    %eax, %ecx
        movzbl  (%rdi,%rcx), %eax
        movzbl  (%rsi,%rcx), %ecx
        subl    %ecx, %eax
        ret

.Lcompare_small:
        cmpl    $8, %edx
        jae     .Lcompare_8_15
        cmpl    $4, %edx
        jae     .Lcompare_4_7
        xorl    %eax, %eax
        testl   %edx, %edx
        jz      .Lcompare_done
        movl    %edx, %edx
        addq    %rdx, %rdi
        addq    %rdx, %rsi
        negq    %rdx
.Lcompare_bytes:
        movzbl  (%rdi,%rdx), %eax
        movzbl  (%rsi,%rdx), %ecx
        subl    %ecx, %eax
        jnz     .Lcompare_done
        incq    %rdx
        jnz     .Lcompare_bytes
.Lcompare_done:
        ret
.Lcompare_4_7:
        movl    (%rdi), %eax
        movl    (%rsi), %ecx
        cmpl    %ecx, %eax
        jne     .Lcompare_words
        movl    -4(%rdi,%rdx), %eax
        movl    -4(%rsi,%rdx), %ecx
        cmpl    %ecx, %eax
        jne     .Lcompare_words
        xorl    %eax, %eax
        ret
.Lcompare_words:
        shlq    $32, %rax
        shlq    $32, %rcx
        jmp     .Lcompare_order
.Lcompare_8_15:
        movq    (%rdi), %rax
        movq    (%rsi), %rcx
        cmpq    %rcx, %rax
        jne     .Lcompare_order
        movq    -8(%rdi,%rdx), %rax
        movq    -8(%rsi,%rdx), %rcx
        cmpq    %rcx, %rax
        jne     .Lcompare_order
        xorl    %eax, %eax
        ret
.Lcompare_order:
        # The first byte in memory is the lowest: turn the bytes round, then compare as numbers.
        bswapq  %rax
        bswapq  %rcx
        cmpq    %rcx, %rax
        sbbl    %eax, %eax
        orl     $1, %eax
        ret
END memcmp
