namespace Lithe.Build;

/// <summary>Hears how a build goes on. Steps follow one another; inside a step, calls may come from several threads, one at a time.</summary>
public interface IBuildProgress
{
    /// <summary>A step starts.</summary>
    /// <param name="step">What is done, e.g. <c>compile</c>.</param>
    /// <param name="total">How many items it has; 0 when that is not known.</param>
    void Begin(string step, int total);

    /// <summary>One item of the step is done.</summary>
    void Advance(string item);

    /// <summary>The step is done, well or not.</summary>
    void End();
}
