using System;
using Lithe.Arch;
using Lithe.Interrupts;
using Lithe.Plat;
using Lithe.Testing;

public static class ClockTests
{
    private const ulong Millisecond = 1_000_000;

    [GuestTest]
    public static void TimeGoesOnAndNeverBack()
    {
        ulong first = Clock.Nanoseconds, last = first;
        bool isMonotonic = true;
        for (int i = 0; i < 20_000; i++)
        {
            ulong now = Clock.Nanoseconds;
            isMonotonic &= now >= last;
            last = now;
        }

        Check.True(isMonotonic);
        Check.True(last > first);
    }

    [GuestTest]
    public static void WallClockIsPastTheYear2025()
    {
        ulong seconds = Clock.WallNanoseconds / 1_000_000_000;
        Check.True(seconds > 1_735_689_600);
        Check.True(seconds < 4_102_444_800);
    }

    [GuestTest]
    public static void AlarmWakesASleepingProcessorAndNotBeforeItsTime()
    {
        for (ulong wait = Millisecond / 8; wait <= 16 * Millisecond; wait *= 2)
        {
            ulong before = InterruptHandling.Alarms;
            ulong deadline = Clock.Nanoseconds + wait;
            Clock.SetAlarm(deadline);
            while (InterruptHandling.Alarms == before)
                Processor.WaitForInterrupt();
            ulong now = Clock.Nanoseconds;
            // The alarm may ring early by what the clock has been corrected since.
            Check.True(now + wait / 10 >= deadline);
        }
    }

    [GuestTest]
    public static void CancelledAlarmDoesNotRing()
    {
        ulong before = InterruptHandling.Alarms;
        Clock.SetAlarm(Clock.Nanoseconds + Millisecond);
        Clock.SetAlarm(ulong.MaxValue);
        ulong end = Clock.Nanoseconds + 3 * Millisecond;
        while (Clock.Nanoseconds < end)
            Processor.TakeInterrupts();
        Check.Equal(before, InterruptHandling.Alarms);
    }

    [GuestTest]
    public static void AlarmInThePastRingsAtOnce()
    {
        ulong before = InterruptHandling.Alarms;
        Clock.SetAlarm(1);
        while (InterruptHandling.Alarms == before)
            Processor.WaitForInterrupt();
        Check.Equal(before + 1, InterruptHandling.Alarms);
    }
}
