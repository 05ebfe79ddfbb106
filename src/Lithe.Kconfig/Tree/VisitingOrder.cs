using System.Text;

namespace Lithe.Kconfig;

/// <summary>
/// The order in which the C tools visit "all symbols", which is that of their hash tables. Where values influence each
/// other through choices, and for random configurations, the order is part of the result.
/// </summary>
internal static class VisitingOrder
{
    public static Symbol[] Of(SymbolTable table, KconfigDialect dialect)
    {
        List<Symbol> all = table.All;
        const int FirstOrdinary = 3;
        var order = new Symbol[all.Count - FirstOrdinary];
        var keys = new long[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            Symbol symbol = all[i + FirstOrdinary];
            order[i] = symbol;
            int bucket = dialect == KconfigDialect.Linux ? LinuxBucket(symbol.NameOrNull) : BusyBoxBucket(symbol.NameOrNull);
            // Within a bucket the newest symbol comes first.
            keys[i] = ((long)bucket << 32) - i;
        }
        Array.Sort(keys, order);
        return order;
    }

    private static int LinuxBucket(string? name)
    {
        if (name is null)
            return 0;
        uint hash = 2166136261;
        foreach (byte b in Bytes(name))
            hash = (hash ^ unchecked((uint)(sbyte)b)) * 0x01000193;
        return (int)(hash % 9973);
    }

    private static int BusyBoxBucket(string? name)
    {
        if (name is null)
            return 256;
        int hash = 0;
        foreach (byte b in Bytes(name))
            hash += (sbyte)b;
        return hash & 0xff;
    }

    private static byte[] Bytes(string name) => Encoding.UTF8.GetBytes(name);
}
