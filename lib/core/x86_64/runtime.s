# What compiled code asks for by symbol, apart from memory.

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

.set REASON_NULL_REFERENCE, 1                   # Lithe.FailReason
.set REASON_UNHANDLED_EXCEPTION, 8
.set REASON_STACK_BUFFER_OVERRUN, 10

# Entering and leaving foreign code: there is no collector to tell.
FUNCTION RhpPInvoke
        .globl  RhpPInvokeReturn, RhpReversePInvoke, RhpReversePInvokeReturn, RhpGcPoll
        .type   RhpPInvokeReturn, @function
        .type   RhpReversePInvoke, @function
        .type   RhpReversePInvokeReturn, @function
        .type   RhpGcPoll, @function
RhpPInvokeReturn:
RhpReversePInvoke:
RhpReversePInvokeReturn:
RhpGcPoll:
        ret
END RhpPInvoke

# Throws the exception in rdi: the image stops here, at the throw.
FUNCTION RhpThrowEx
        movq    %rdi, %rsi
        movl    $REASON_UNHANDLED_EXCEPTION, %edi
        movl    $REASON_NULL_REFERENCE, %eax
        testq   %rsi, %rsi
        cmovzl  %eax, %edi
        jmp     lithe_fail
END RhpThrowEx

# Throws again: only a catch could, and nothing catches.
FUNCTION RhpRethrow
        xorl    %esi, %esi
        movl    $REASON_UNHANDLED_EXCEPTION, %edi
        jmp     lithe_fail
END RhpRethrow

# The cookie between a stack buffer and the return address has changed.
FUNCTION RhpFallbackFailFast
        xorl    %esi, %esi
        movl    $REASON_STACK_BUFFER_OVERRUN, %edi
        jmp     lithe_fail
END RhpFallbackFailFast

# Touches every page between the stack pointer and r11, from above, so that the guard page is hit and not jumped over.
# Changes rax only.
FUNCTION RhpStackProbe
        movq    %rsp, %rax
        andq    $-4096, %rax
.Lprobe:
        subq    $4096, %rax
        testl   %eax, (%rax)
        cmpq    %r11, %rax
        ja      .Lprobe
        ret
END RhpStackProbe

# What lies between a stack buffer and the return address. Start-up code may put a random value here before the first call that
# checks it; the lowest byte stays zero, so that text functions stop at it.
        .section .data.__security_cookie, "aw", @progbits
        .globl  __security_cookie
        .type   __security_cookie, @object
        .p2align 3
__security_cookie:
        .quad   0x2b992ddfa232ba00
        .size   __security_cookie, 8

# Set when threads are to stop for a collection: never.
        .section .bss.RhpTrapThreads, "aw", @nobits
        .globl  RhpTrapThreads
        .type   RhpTrapThreads, @object
        .p2align 2
RhpTrapThreads:
        .zero   4
        .size   RhpTrapThreads, 4

# Which instruction sets the processor has beyond those the image was compiled for, as the compiler numbers them.
        .section .bss.g_cpuFeatures, "aw", @nobits
        .globl  g_cpuFeatures
        .type   g_cpuFeatures, @object
        .p2align 2
g_cpuFeatures:
        .zero   4
        .size   g_cpuFeatures, 4
