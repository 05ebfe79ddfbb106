// System registers of the platform's devices: generic timer (ARM DDI 0487, D12) and the GIC's processor interface (ARM IHI 0069, chapter 12).

        .macro  function name
        .section .text.\name, "ax", @progbits
        .globl  \name
        .type   \name, @function
        .balign 4
\name:
        .cfi_startproc
        .endm
        .macro  endfunction name
        .cfi_endproc
        .size   \name, . - \name
        .endm

        function arm64_timer_frequency          // () -> ulong
        mrs     x0, cntfrq_el0
        ret
        endfunction arm64_timer_frequency

        function arm64_timer_set                // (ulong counter): rings when the virtual counter reaches it
        msr     cntv_cval_el0, x0
        mov     x0, #1
        msr     cntv_ctl_el0, x0
        isb
        ret
        endfunction arm64_timer_set

        function arm64_timer_stop
        msr     cntv_ctl_el0, xzr
        isb
        ret
        endfunction arm64_timer_stop

        function arm64_affinity                 // () -> ulong
        mrs     x0, mpidr_el1
        ret
        endfunction arm64_affinity

        function arm64_gic_enable               // system registers on, every priority let through, group 1 on
        mrs     x0, S3_0_C12_C12_5              // ICC_SRE_EL1
        orr     x0, x0, #1
        msr     S3_0_C12_C12_5, x0
        isb
        mov     x0, #0xff
        msr     S3_0_C4_C6_0, x0                // ICC_PMR_EL1
        mov     x0, #1
        msr     S3_0_C12_C12_7, x0              // ICC_IGRPEN1_EL1
        isb
        ret
        endfunction arm64_gic_enable

        function arm64_gic_acknowledge          // () -> uint
        mrs     x0, S3_0_C12_C12_0              // ICC_IAR1_EL1
        dsb     sy
        ret
        endfunction arm64_gic_acknowledge

        function arm64_gic_complete             // (ulong interrupt)
        msr     S3_0_C12_C12_1, x0              // ICC_EOIR1_EL1
        isb
        ret
        endfunction arm64_gic_complete

        function arm64_gic_signal               // (ulong target): ICC_SGI1R_EL1; what was written before is seen by the target
        dsb     ishst
        msr     S3_0_C12_C11_5, x0
        isb
        ret
        endfunction arm64_gic_signal
