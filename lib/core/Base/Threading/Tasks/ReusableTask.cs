namespace System.Threading.Tasks;

// The task behind a value task: when its result has been taken it is used again. Whoever waits for it once too often fails, as far as that shows.
internal abstract class ReusableTask<TResult> : Task<TResult>
{
    /// <summary>Its result has been taken, and it is as new.</summary>
    protected virtual void Recycle()
    {
    }

    internal sealed override void Consume(short version)
    {
        if (version != Version)
            ThrowHelper.ThrowInvalidOperation("The result of a value task was taken twice.");
        base.Consume(version);
        ClearResult();
        Restart();
        Recycle();
    }
}
