# Interface calls in compiled code: `call *(cell)` with the cell's address in r11, the object in rdi and all other arguments in
# their registers. A cell's first word leads here; cells are never written, so they may lie in read-only memory.
#
# A table remembers what was resolved, by cell and type. Entries are only ever added, so a reader needs no lock: an entry's cell
# is written last.

.set CACHE_BITS, 9                              # 512 entries of 32 bytes: {cell, type, target, claimed}

.macro FUNCTION name
        .section .text.\name, "ax", @progbits
        .globl  \name
        .type   \name, @function
        .p2align 4
\name:
        .cfi_startproc
.endm

.macro END name
        .cfi_endproc
        .size   \name, . - \name
.endm

# The entry for cell r11 and the type of object rdi, in rax; the type in r10. A null object faults here. Two entries are looked at:
# this one and its neighbour (bit 5 turned).
.macro ENTRY
        movq    (%rdi), %r10
        leaq    (%r10,%r11,8), %rax
        imull   $0x9E3779B1, %eax, %eax
        shrl    $(32 - CACHE_BITS), %eax
        shll    $5, %eax
        leaq    interface_cache(%rip), %r10
        addq    %r10, %rax
        movq    (%rdi), %r10
.endm

FUNCTION RhpInitialDynamicInterfaceDispatch
        ENTRY
        cmpq    %r11, (%rax)
        jne     .Lneighbour
        cmpq    %r10, 8(%rax)
        jne     .Lneighbour
        jmpq    *16(%rax)
.Lneighbour:
        xorq    $32, %rax
        cmpq    %r11, (%rax)
        jne     .Lresolve
        cmpq    %r10, 8(%rax)
        jne     .Lresolve
        jmpq    *16(%rax)

.Lresolve:
        pushq   %rbp
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset %rbp, 0
        movq    %rsp, %rbp
        .cfi_def_cfa_register %rbp
        andq    $-16, %rsp
        subq    $192, %rsp
        movq    %rdi, 128(%rsp)
        movq    %rsi, 136(%rsp)
        movq    %rdx, 144(%rsp)
        movq    %rcx, 152(%rsp)
        movq    %r8, 160(%rsp)
        movq    %r9, 168(%rsp)
        movq    %r11, 176(%rsp)
        movaps  %xmm0, (%rsp)
        movaps  %xmm1, 16(%rsp)
        movaps  %xmm2, 32(%rsp)
        movaps  %xmm3, 48(%rsp)
        movaps  %xmm4, 64(%rsp)
        movaps  %xmm5, 80(%rsp)
        movaps  %xmm6, 96(%rsp)
        movaps  %xmm7, 112(%rsp)
        movq    %r11, %rsi
        call    RhpResolveInterfaceMethod       # (object, cell): the target
        movq    176(%rsp), %r11
        movq    128(%rsp), %rdi
        movq    %rax, %rcx
        ENTRY
        # Take a free entry, the first or its neighbour; when both are taken, this pair is resolved again each time.
        movl    $1, %edx
        xchgl   %edx, 24(%rax)
        testl   %edx, %edx
        jz      .Lfill
        xorq    $32, %rax
        movl    $1, %edx
        xchgl   %edx, 24(%rax)
        testl   %edx, %edx
        jnz     .Lgo
.Lfill:
        movq    %r10, 8(%rax)
        movq    %rcx, 16(%rax)
        movq    %r11, (%rax)                    # stores are seen in order
.Lgo:
        movq    %rcx, %rax
        movq    136(%rsp), %rsi
        movq    144(%rsp), %rdx
        movq    152(%rsp), %rcx
        movq    160(%rsp), %r8
        movq    168(%rsp), %r9
        movaps  (%rsp), %xmm0
        movaps  16(%rsp), %xmm1
        movaps  32(%rsp), %xmm2
        movaps  48(%rsp), %xmm3
        movaps  64(%rsp), %xmm4
        movaps  80(%rsp), %xmm5
        movaps  96(%rsp), %xmm6
        movaps  112(%rsp), %xmm7
        movq    %rbp, %rsp
        .cfi_def_cfa_register %rsp
        popq    %rbp
        .cfi_adjust_cfa_offset -8
        jmpq    *%rax
END RhpInitialDynamicInterfaceDispatch

        .section .bss.interface_cache, "aw", @nobits
        .p2align 6
interface_cache:
        .zero   32 << CACHE_BITS
