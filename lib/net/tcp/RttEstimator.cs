namespace Lithe.Net;

/// <summary>Smoothed round-trip time and retransmission timeout (RFC 6298). Nanoseconds.</summary>
public struct RttEstimator
{
    /// <summary>The timeout before anything was measured: 1 s.</summary>
    public const ulong InitialTimeout = 1_000_000_000;

    /// <summary>The longest timeout: 60 s.</summary>
    public const ulong LongestTimeout = 60_000_000_000;

    /// <summary>The shortest timeout. RFC 6298 (2.4) says one second; everybody takes 200 ms, longer than the longest delay of an acknowledgement that is in use.</summary>
    public const ulong ShortestTimeout = 200_000_000;

    private const ulong Granularity = 1_000_000;

    private ulong _variation;
    private ulong _smoothed;
    private ulong _shortest;
    private byte _backoff;

    /// <summary>SRTT; 0 before the first measurement.</summary>
    public readonly ulong Smoothed => _smoothed;

    /// <summary>RTTVAR.</summary>
    public readonly ulong Variation => _variation;

    /// <summary>The shortest time measured; 0 before the first.</summary>
    public readonly ulong Shortest => _shortest;

    /// <summary>How often the timeout was doubled since the last measurement.</summary>
    public readonly int Backoff => _backoff;

    /// <summary>The timeout without doubling.</summary>
    public readonly ulong BaseTimeout
    {
        get
        {
            if (_smoothed == 0)
                return InitialTimeout;
            ulong margin = 4 * _variation;
            ulong timeout = _smoothed + (margin < Granularity ? Granularity : margin);
            return timeout < ShortestTimeout ? ShortestTimeout : timeout > LongestTimeout ? LongestTimeout : timeout;
        }
    }

    /// <summary>RTO: the timeout, doubled for each expiry.</summary>
    public readonly ulong Timeout
    {
        get
        {
            ulong timeout = BaseTimeout << _backoff;
            return timeout > LongestTimeout ? LongestTimeout : timeout;
        }
    }

    /// <summary>Takes a measurement of data that was sent once, or that a timestamp identifies.</summary>
    public void Measure(ulong time)
    {
        if (time == 0)
            time = 1;
        _backoff = 0;
        if (_shortest == 0 || time < _shortest)
            _shortest = time;
        if (_smoothed == 0)
        {
            _smoothed = time;
            _variation = time / 2;
            return;
        }

        ulong difference = time > _smoothed ? time - _smoothed : _smoothed - time;
        _variation = _variation - _variation / 4 + difference / 4;
        _smoothed = _smoothed - _smoothed / 8 + time / 8;
    }

    /// <summary>Doubles the timeout (5.5).</summary>
    public void BackOff()
    {
        if (_backoff < 10)
            _backoff++;
    }

    /// <summary>Ends the doubling: new data was acknowledged.</summary>
    public void ForgetBackoff() => _backoff = 0;
}
