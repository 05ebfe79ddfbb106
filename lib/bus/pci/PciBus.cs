namespace Lithe.Pci;

/// <summary>The functions that are there: <c>foreach (PciFunction function in PciBus.Functions)</c>.</summary>
public static class PciBus
{
    /// <summary>A walk over all functions of all buses that the firmware has numbered.</summary>
    public static PciFunctions Functions => default;
}

/// <summary>The walk.</summary>
public readonly struct PciFunctions
{
    public Enumerator GetEnumerator() => new(PciHost.Initialize());

    /// <summary>Goes by bus, device, function. Buses behind bridges are known by the highest number that a bridge has.</summary>
    public struct Enumerator
    {
        private const int Devices = 32, FunctionsOfDevice = 8;
        private const byte Multifunction = 0x80, Bridge = 1;
        private const int BridgeBuses = 0x18;

        private int _next;
        private int _end;
        private PciFunction _current;

        internal Enumerator(bool isThere)
        {
            _next = 0;
            _end = isThere ? Devices * FunctionsOfDevice : 0;
            _current = default;
        }

        public readonly PciFunction Current => _current;

        public bool MoveNext()
        {
            while (_next < _end)
            {
                int number = _next++;
                _current = new PciFunction(number >> 8, number >> 3 & 31, number & 7);
                if (!_current.Exists)
                {
                    // No first function, no device.
                    if ((number & 7) == 0)
                        _next = number + FunctionsOfDevice;
                    continue;
                }

                byte header = _current.HeaderType;
                if ((number & 7) == 0 && (header & Multifunction) == 0)
                    _next = number + FunctionsOfDevice;
                if ((header & 0x7f) == Bridge)
                {
                    int last = _current.Read8(BridgeBuses + 2);
                    if ((last + 1) * Devices * FunctionsOfDevice > _end)
                        _end = (last + 1) * Devices * FunctionsOfDevice;
                }

                return true;
            }

            return false;
        }
    }
}
