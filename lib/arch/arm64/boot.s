// Entry on QEMU's "virt" machine, started as an ELF file: exception level 1, MMU and caches off, the device tree blob at the
// start of memory (0x4000_0000), or at the address in x0. Other processors are held in PSCI until they are started.
// Ends in lithe_start(device tree) with the address space that the rest of the image relies on:
//   text R-X; read-only data R--; data RW-; UART RW- as a device; page 0, guard pages and everything else absent.
// The device tree is mapped by the platform when somebody asks for it.
//
// 4 KiB granule, 44-bit addresses: level 0 (32 entries), level 1 (1 GiB an entry), level 2 (2 MiB), level 3 (4 KiB). ARM DDI 0487, D8.

        .set    MEMORY,     0x40000000
        .set    UART,       0x09000000

        // Lower attributes of an entry: valid + table/page (3), AttrIndx[4:2], AP[7:6], SH[9:8], AF (10); upper: PXN (53), UXN (54).
        .set    TABLE,      0x3
        .set    PAGE,       0x3 | (3 << 8) | (1 << 10)
        .set    BLOCK_DEVICE, 0x1 | (1 << 2) | (1 << 10)
        .set    READ_ONLY,  1 << 7
        .set    PXN,        1 << 53
        .set    UXN,        1 << 54

        .macro  address reg, symbol
        adrp    \reg, \symbol
        add     \reg, \reg, :lo12:\symbol
        .endm

        .section .text.boot, "ax", @progbits
        .globl  _start
        .type   _start, @function
_start:
        msr     spsel, #1
        mov     x19, x0
        mrs     x0, CurrentEL
        cmp     x0, #(1 << 2)
        b.ne    wrong_level

        // The device tree: x0 if that points at one, else the start of memory.
        mov     x1, #MEMORY
        cmp     x19, x1
        csel    x19, x19, x1, hi

        // Zeroed data and the page tables: loaders leave there what the firmware did.
        // Both ends are at multiples of 256.
        address x0, __zero_start
        address x1, __zero_end
1:      stp     xzr, xzr, [x0]
        stp     xzr, xzr, [x0, #16]
        stp     xzr, xzr, [x0, #32]
        stp     xzr, xzr, [x0, #48]
        stp     xzr, xzr, [x0, #64]
        stp     xzr, xzr, [x0, #80]
        stp     xzr, xzr, [x0, #96]
        stp     xzr, xzr, [x0, #112]
        stp     xzr, xzr, [x0, #128]
        stp     xzr, xzr, [x0, #144]
        stp     xzr, xzr, [x0, #160]
        stp     xzr, xzr, [x0, #176]
        stp     xzr, xzr, [x0, #192]
        stp     xzr, xzr, [x0, #208]
        stp     xzr, xzr, [x0, #224]
        stp     xzr, xzr, [x0, #240]
        add     x0, x0, #256
        cmp     x0, x1
        b.lo    1b

        address x20, __boot_l3                  // last-level tables side by side: entry of a at x20 + ((a - MEMORY) >> 12) * 8
        address x0, __text_start
        address x1, __text_end
        ldr     x2, =(PAGE | READ_ONLY | UXN)
        bl      map_pages
        address x0, __rodata_start
        address x1, __rodata_end
        ldr     x2, =(PAGE | READ_ONLY | PXN | UXN)
        bl      map_pages
        address x0, __data_start
        address x1, __data_end
        ldr     x2, =(PAGE | PXN | UXN)
        bl      map_pages
        address x0, __guard_stack
        bl      unmap_page
        address x0, __guard_trap_stack
        bl      unmap_page

        // Level 2 of the first GiB: only the UART's 2 MiB. Level 2 of memory: the tables above.
        address x0, __boot_l2_devices
        ldr     x1, =(UART | BLOCK_DEVICE | PXN | UXN)
        str     x1, [x0, #(UART >> 21) * 8]
        address x1, __boot_l2_memory
        add     x2, x20, #TABLE
        ldr     x3, =__boot_l3_count
        mov     x4, x1
1:      str     x2, [x4], #8
        add     x2, x2, #4096
        subs    x3, x3, #1
        b.ne    1b
        address x2, __boot_l1
        add     x0, x0, #TABLE
        add     x1, x1, #TABLE
        stp     x0, x1, [x2]
        address x0, __boot_l0
        add     x2, x2, #TABLE
        str     x2, [x0]

        // MAIR: 0 = normal write-back, 1 = device nGnRnE. TCR: T0SZ 20, write-back, inner shareable, TTBR1 off, 40-bit physical.
        mov     x1, #0xff
        msr     mair_el1, x1
        ldr     x1, =(20 | (1 << 8) | (1 << 10) | (3 << 12) | (1 << 23) | (2 << 32))
        msr     tcr_el1, x1
        msr     ttbr0_el1, x0
        adr     x0, vectors
        msr     vbar_el1, x0
        mov     x0, #(3 << 20)                  // FP and SIMD on: C# uses them everywhere
        msr     cpacr_el1, x0
        dsb     sy
        tlbi    vmalle1
        dsb     sy
        isb
        mrs     x0, sctlr_el1
        ldr     x1, =((1 << 0) | (1 << 2) | (1 << 12) | (1 << 19))      // M, C, I, WXN: what is writable never executes
        orr     x0, x0, x1
        bic     x0, x0, #(1 << 1)               // no alignment checks: C# reads unaligned
        msr     sctlr_el1, x0
        isb

        // Traps use SP_EL1, everything else SP_EL0: an overflowing stack can still be reported.
        address x0, __trap_stack_top
        mov     sp, x0
        msr     spsel, #0
        address x0, __stack_top
        mov     sp, x0
        mov     x29, xzr                        // ends the chain of frames
        mov     x30, xzr
        mov     x0, x19
        bl      lithe_start
        brk     #0

// x0 = first address, x1 = end, x2 = attributes.
map_pages:
        mov     x3, #MEMORY
        sub     x3, x0, x3
        add     x3, x20, x3, lsr #9
        orr     x4, x0, x2
1:      str     x4, [x3], #8
        add     x4, x4, #4096
        add     x0, x0, #4096
        cmp     x0, x1
        b.lo    1b
        ret

unmap_page:
        mov     x3, #MEMORY
        sub     x3, x0, x3
        add     x3, x20, x3, lsr #9
        str     xzr, [x3]
        ret

wrong_level:                                    // started at EL2 or EL3: say so on the UART, then stop
        mov     x1, #UART
        adr     x2, wrong_level_text
1:      ldrb    w3, [x2], #1
        cbz     w3, 2f
        str     w3, [x1]
        b       1b
2:      wfi
        b       2b
        .ltorg
wrong_level_text:
        .asciz  "lithe: started above exception level 1; on QEMU leave out virtualization=on and secure=on\n"
        .balign 4
        .size   _start, . - _start
