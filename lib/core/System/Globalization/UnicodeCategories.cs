namespace System.Globalization;

internal static partial class UnicodeCategories
{
    internal static UnicodeCategory Of(char c)
    {
        int position = Blocks[c >> 12];
        int left = c & 0xFFF;
        ReadOnlySpan<byte> runs = Runs;
        while (true)
        {
            int category = runs[position] & 0x1F;
            int code = runs[position] >> 5;
            position++;
            int length = code + 1;
            switch (code)
            {
                case 5:
                    length = runs[position++] + 6;
                    break;
                case 6:
                    length = runs[position] | (runs[position + 1] << 8);
                    position += 2;
                    break;
                case 7:
                    length = runs[position++] * 2;
                    if (left < length && (left & 1) != 0)
                        category ^= 1;
                    break;
            }
            if (left < length)
                return (UnicodeCategory)category;
            left -= length;
        }
    }
}
