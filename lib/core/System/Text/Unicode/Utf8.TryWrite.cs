using System.Runtime.CompilerServices;

namespace System.Text.Unicode;

public static partial class Utf8
{
    /// <summary>Writes an interpolated string into a span as UTF-8, if it fits; nothing is allocated.</summary>
    public static bool TryWrite(
        Span<byte> destination, [InterpolatedStringHandlerArgument(nameof(destination))] ref TryWriteInterpolatedStringHandler handler,
        out int bytesWritten) =>
        handler.Finish(out bytesWritten);

    /// <summary>Writes an interpolated string into a span as UTF-8, if it fits; the provider is not looked at.</summary>
    public static bool TryWrite(
        Span<byte> destination, IFormatProvider? provider,
        [InterpolatedStringHandlerArgument(nameof(destination), nameof(provider))] ref TryWriteInterpolatedStringHandler handler,
        out int bytesWritten) =>
        handler.Finish(out bytesWritten);

    /// <summary>Writes the parts of an interpolated string into a span as UTF-8 until one does not fit.</summary>
    [InterpolatedStringHandler]
    public ref struct TryWriteInterpolatedStringHandler
    {
        private readonly Span<byte> _destination;
        private int _length;
        private bool _fits;

        /// <summary>Begins; not at all when the literals alone are too long.</summary>
        public TryWriteInterpolatedStringHandler(int literalLength, int formattedCount, Span<byte> destination, out bool shouldAppend)
        {
            _destination = destination;
            _length = 0;
            _fits = shouldAppend = destination.Length >= literalLength;
        }

        /// <summary>Begins; the provider is not looked at.</summary>
        public TryWriteInterpolatedStringHandler(
            int literalLength, int formattedCount, Span<byte> destination, IFormatProvider? provider, out bool shouldAppend)
            : this(literalLength, formattedCount, destination, out shouldAppend)
        {
        }

        /// <summary>Adds a literal part.</summary>
        public bool AppendLiteral(string value) => AppendFormatted((ReadOnlySpan<char>)value);

        /// <summary>Adds characters.</summary>
        public bool AppendFormatted(scoped ReadOnlySpan<char> value)
        {
            if (FromUtf16(value, _destination.Slice(_length), out _, out int written) != Buffers.OperationStatus.Done)
                return _fits = false;
            _length += written;
            return true;
        }

        /// <summary>Adds characters, aligned.</summary>
        public bool AppendFormatted(scoped ReadOnlySpan<char> value, int alignment = 0, string? format = null)
        {
            int start = _length;
            return AppendFormatted(value) && Align(start, alignment);
        }

        /// <summary>Adds UTF-8 text.</summary>
        public bool AppendFormatted(scoped ReadOnlySpan<byte> utf8Value)
        {
            if (!utf8Value.TryCopyTo(_destination.Slice(_length)))
                return _fits = false;
            _length += utf8Value.Length;
            return true;
        }

        /// <summary>Adds UTF-8 text, aligned.</summary>
        public bool AppendFormatted(scoped ReadOnlySpan<byte> utf8Value, int alignment = 0, string? format = null)
        {
            int start = _length;
            return AppendFormatted(utf8Value) && Align(start, alignment);
        }

        /// <summary>Adds a string.</summary>
        public bool AppendFormatted(string? value) => AppendFormatted((ReadOnlySpan<char>)value);

        /// <summary>Adds a string, aligned.</summary>
        public bool AppendFormatted(string? value, int alignment = 0, string? format = null) =>
            AppendFormatted((ReadOnlySpan<char>)value, alignment, format);

        /// <summary>Adds a value's text, aligned.</summary>
        public bool AppendFormatted(object? value, int alignment = 0, string? format = null) =>
            AppendFormatted<object?>(value, alignment, format);

        /// <summary>Adds a value's text.</summary>
        public bool AppendFormatted<T>(T value) => AppendFormatted(value, null);

        /// <summary>Adds a value's text by a format.</summary>
        public bool AppendFormatted<T>(T value, string? format)
        {
            if (value is IUtf8SpanFormattable)
            {
                // On a struct this is a direct call: nothing is boxed.
                if (!((IUtf8SpanFormattable)value).TryFormat(_destination.Slice(_length), out int written, format, null))
                    return _fits = false;
                _length += written;
                return true;
            }
            string? text = value is IFormattable ? ((IFormattable)value).ToString(format, null) : value?.ToString();
            return AppendFormatted((ReadOnlySpan<char>)text);
        }

        /// <summary>Adds a value's text, aligned.</summary>
        public bool AppendFormatted<T>(T value, int alignment) => AppendFormatted(value, alignment, null);

        /// <summary>Adds a value's text by a format, aligned.</summary>
        public bool AppendFormatted<T>(T value, int alignment, string? format)
        {
            int start = _length;
            return AppendFormatted(value, format) && Align(start, alignment);
        }

        internal readonly bool Finish(out int bytesWritten)
        {
            bytesWritten = _fits ? _length : 0;
            return _fits;
        }

        // A field's width is in bytes, as .NET's is.
        private bool Align(int start, int alignment)
        {
            int written = _length - start;
            int padding = (alignment < 0 ? -alignment : alignment) - written;
            if (padding <= 0)
                return true;
            if (padding > _destination.Length - _length)
                return _fits = false;
            Span<byte> field = _destination.Slice(start, written + padding);
            if (alignment < 0)
            {
                field.Slice(written).Fill((byte)' ');
            }
            else
            {
                field.Slice(0, written).CopyTo(field.Slice(padding));
                field.Slice(0, padding).Fill((byte)' ');
            }
            _length += padding;
            return true;
        }
    }
}
