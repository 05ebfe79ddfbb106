// What compiled code asks for by symbol, apart from memory.

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

.set REASON_NULL_REFERENCE, 1                   // Lithe.FailReason
.set REASON_UNHANDLED_EXCEPTION, 8
.set REASON_STACK_BUFFER_OVERRUN, 10

// Entering and leaving foreign code: there is no collector to tell.
FUNCTION RhpPInvoke
        .globl  RhpPInvokeReturn, RhpReversePInvoke, RhpReversePInvokeReturn, RhpGcPoll
        .type   RhpPInvokeReturn, %function
        .type   RhpReversePInvoke, %function
        .type   RhpReversePInvokeReturn, %function
        .type   RhpGcPoll, %function
RhpPInvokeReturn:
RhpReversePInvoke:
RhpReversePInvokeReturn:
RhpGcPoll:
        ret
END RhpPInvoke

// Throws the exception in x0: the image stops here, at the throw.
FUNCTION RhpThrowEx
        mov     x1, x0
        mov     x0, #REASON_UNHANDLED_EXCEPTION
        mov     x2, #REASON_NULL_REFERENCE
        cmp     x1, #0
        csel    x0, x2, x0, eq
        b       lithe_fail
END RhpThrowEx

// Throws again: only a catch could, and nothing catches.
FUNCTION RhpRethrow
        mov     x1, #0
        mov     x0, #REASON_UNHANDLED_EXCEPTION
        b       lithe_fail
END RhpRethrow

// The cookie between a stack buffer and the return address has changed.
FUNCTION RhpFallbackFailFast
        mov     x1, #0
        mov     x0, #REASON_STACK_BUFFER_OVERRUN
        b       lithe_fail
END RhpFallbackFailFast

// Touches every page between the stack pointer and x9, from above, so that the guard page is hit and not jumped over.
// Changes x10 and x11 only. The compiler probes in line as a rule.
FUNCTION RhpStackProbe
        mov     x10, sp
        and     x10, x10, #-4096
.Lprobe:
        sub     x10, x10, #4096
        ldr     x11, [x10]
        cmp     x10, x9
        b.hi    .Lprobe
        ret
END RhpStackProbe

// What lies between a stack buffer and the return address. Start-up code may put a random value here before the first call that
// checks it; the lowest byte stays zero, so that text functions stop at it.
        .section .data.__security_cookie, "aw", %progbits
        .globl  __security_cookie
        .type   __security_cookie, %object
        .p2align 3
__security_cookie:
        .quad   0x2b992ddfa232ba00
        .size   __security_cookie, 8

// Set when threads are to stop for a collection: never.
        .section .bss.RhpTrapThreads, "aw", %nobits
        .globl  RhpTrapThreads
        .type   RhpTrapThreads, %object
        .p2align 2
RhpTrapThreads:
        .zero   4
        .size   RhpTrapThreads, 4

// Which instruction sets the processor has beyond those the image was compiled for, as the compiler numbers them.
        .section .bss.g_cpuFeatures, "aw", %nobits
        .globl  g_cpuFeatures
        .type   g_cpuFeatures, %object
        .p2align 2
g_cpuFeatures:
        .zero   4
        .size   g_cpuFeatures, 4
