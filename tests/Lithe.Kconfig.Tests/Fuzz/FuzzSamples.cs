namespace Lithe.Kconfig.Fuzz;

/// <summary>Valid inputs for the fuzzer to start from.</summary>
internal static class FuzzSamples
{
    public static readonly string[] Kconfigs =
    [
        """
        mainmenu "Sample"

        CC := gcc
        has = $(shell,test -n "$(1)" && echo y || echo n)

        config MODULES
        	bool "modules"
        	modules

        menu "Network"
        	visible if A

        menuconfig NET
        	bool "network"
        	default y

        if NET

        config TCP
        	tristate "tcp"
        	depends on A || B=y
        	select CRC if A
        	imply STATS
        	help
        	  Reliable streams.

        	  They cost memory.

        config PORT
        	int "port"
        	range 1 65535
        	default 80 if TCP
        	default 8080

        endif
        endmenu

        config A
        	def_bool $(has,$(CC))

        config B
        	tristate
        	default m if A

        config CRC
        	tristate

        config STATS
        	bool "stats"
        	depends on NET

        """,
        """
        choice HEAP
        	prompt "heap"
        	default HEAP_TLSF

        config HEAP_BUDDY
        	bool "buddy"

        config HEAP_TLSF
        	bool "tlsf"
        	depends on !SMALL

        endchoice

        config SMALL
        	bool "small"

        config NAME
        	string "name"
        	default "x \"y\" \\z"

        config BASE
        	hex "base"
        	range 0x1000 0xffff0000
        	default 0x100000

        choice
        	tristate "drivers"
        	optional
        config DA
        	tristate "a"
        config DB
        	tristate "b"
        endchoice

        comment "end"
        	depends on SMALL

        source "inc/b"

        """,
    ];

    public static readonly string[] Configs =
    [
        """
        CONFIG_MODULES=y
        CONFIG_NET=y
        CONFIG_TCP=m
        CONFIG_PORT=70000
        # CONFIG_STATS is not set
        CONFIG_HEAP_BUDDY=y
        CONFIG_NAME="a \"quoted\" name"
        CONFIG_BASE=0x2000

        """,
    ];
}
