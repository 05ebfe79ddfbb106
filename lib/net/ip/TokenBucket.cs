namespace Lithe.Net;

/// <summary>Lets through so many a second, and a tenth of a second's share at once (at least one).</summary>
internal struct TokenBucket
{
    private const ulong Second = NetStack.Second;

    private readonly ulong _cost, _most;
    private ulong _saved, _last;

    internal TokenBucket(int perSecond, ulong now)
    {
        _cost = Second / (ulong)(perSecond < 1 ? 1 : perSecond);
        _most = Second / 10 < _cost ? _cost : Second / 10;
        _saved = _most;
        _last = now;
    }

    internal bool TryTake(ulong now)
    {
        ulong passed = now - _last;
        _last = now;
        _saved = passed > _most - _saved ? _most : _saved + passed;
        if (_saved < _cost)
            return false;
        _saved -= _cost;
        return true;
    }
}
