using System.Runtime.InteropServices;
using static Conformance.Sys;

namespace Conformance;

internal static unsafe class Signals
{
    private static volatile int s_seen;
    private static int s_code;
    private static long s_sender, s_value;

    [StructLayout(LayoutKind.Sequential)]
    private struct Action
    {
        public nint Handler;
        public fixed ulong Mask[16];
        public int Flags;
        public nint Restorer;
    }

    [DllImport("libc", EntryPoint = "sigaction", SetLastError = true)]
    private static extern int SetAction(int signal, Action* action, Action* old);

    [UnmanagedCallersOnly]
    private static void OnSignal(int signal, int* info, void* context)
    {
        s_code = info[2];
        s_sender = info[4];
        s_value = *(long*)(info + 6);
        s_seen = signal;
    }

    public static void Run()
    {
        byte* memory = Memory(1000);
        long buffer = (long)memory;
        long self = Call(39), thread = Call(186);
        var action = new Action { Handler = (nint)(delegate* unmanaged<int, int*, void*, void>)&OnSignal, Flags = 4 };
        Say("sigaction", SetAction(10, &action, null));
        Say("sigaction kill", SetAction(9, &action, null));
        Say("rt_sigaction size", Call(13, 10, 0, buffer, 4));
        Say("rt_sigaction signal", Call(13, 99, 0, buffer, 8));
        Say("rt_sigaction bad", Call(13, 10, Bad, 0, 8));
        Call(234, self, thread, 10);
        Say("tgkill", $"{s_seen} {s_code} {s_sender == self}");
        s_seen = 0;
        ulong* mask = (ulong*)Memory(16);
        *mask = 1UL << 9;
        Say("block", Call(14, 0, (long)mask, 0, 8));
        Call(234, self, thread, 10);
        Say("waits", s_seen);
        Say("pending", Call(127, buffer, 8) == 0 && *(ulong*)memory == 1UL << 9);
        Call(234, self, thread, 10);
        Say("unblock", Call(14, 1, (long)mask, buffer, 8));
        Say("old mask", (*(ulong*)memory & 1UL << 9) != 0);
        Say("came", s_seen);
        Say("procmask how", Call(14, 9, (long)mask, 0, 8));
        Say("procmask size", Call(14, 0, (long)mask, 0, 4));
        Say("procmask bad", Call(14, 0, Bad, 0, 8));
        Call(14, 0, (long)mask, 0, 8);
        Call(234, self, thread, 10);
        long* time = (long*)Memory(16);
        Say("sigtimedwait", Call(128, (long)mask, buffer, (long)time, 8));
        Say("info", $"{*(int*)memory} {*(int*)(memory + 8)}");
        Say("sigtimedwait none", Call(128, (long)mask, 0, (long)time, 8));
        *(int*)(memory + 8) = -1;
        *(long*)(memory + 24) = 1234;
        Say("tgsigqueue", Call(297, self, thread, 10, buffer));
        Say("sigtimedwait", Call(128, (long)mask, buffer, 0, 8));
        Say("value", *(long*)(memory + 24));
        // One for the process goes to whichever thread takes it first: this one asks for it, and the others do not block it.
        *(int*)(memory + 8) = -1;
        *(long*)(memory + 24) = 4321;
        (s_seen, s_value, time[1]) = (0, 0, 1_000_000);
        Say("sigqueue", Call(129, self, 10, buffer));
        bool isTaken = false;
        for (int tries = 0; tries < 5_000 && s_seen == 0 && !isTaken; tries++)
            isTaken = Call(128, (long)mask, buffer, (long)time, 8) == 10;
        Say("value", isTaken ? *(long*)(memory + 24) : s_value);
        Call(14, 1, (long)mask, 0, 8);
        Say("sigaltstack", Call(131, 0, buffer));
        *(long*)(memory + 16) = 10;
        *(int*)(memory + 8) = 0;
        Say("sigaltstack small", Call(131, buffer, 0));
        *(int*)(memory + 8) = 77;
        Say("sigaltstack flags", Call(131, buffer, 0));
        Say("sigaltstack bad", Call(131, Bad, 0));

        // A signal ends a wait, and a handler with SA_RESTART does not.
        int* timer = (int*)Memory(16);
        int* happening = (int*)Memory(64);
        (happening[2], happening[3], happening[4]) = (10, 4, (int)thread);
        Say("timer_create", Call(222, 1, (long)happening, (long)timer));
        long* when = (long*)Memory(32);
        when[3] = 20_000_000;
        s_seen = 0;
        Say("timer_settime", Call(223, *timer, 0, (long)when, 0));
        (time[0], time[1]) = (5, 0);
        Say("nanosleep", Call(35, (long)time, buffer));
        Say("rest", *(long*)memory == 4 && s_seen == 10 && s_code == -2);
        int* ends = (int*)Memory(16);
        Call(22, (long)ends);
        Call(223, *timer, 0, (long)when, 0);
        Say("read interrupted", Call(0, ends[0], buffer, 1));
        Call(223, *timer, 0, (long)when, 0);
        Say("pause", Call(34));
        Call(223, *timer, 0, (long)when, 0);
        long* poll = (long*)Memory(16);
        poll[0] = ends[0] | 1L << 32;
        Say("poll interrupted", Call(7, (long)poll, 1, 5000));
        action.Handler = 1;
        SetAction(13, &action, null);
        Call(3, ends[0]);
        Say("write broken", Call(1, ends[1], buffer, 1));
        Call(3, ends[1]);
        Call(226, *timer);
        action.Handler = 0;
        SetAction(10, &action, null);
    }
}
