using Lithe.Smp;

namespace Lithe.Net;

/// <summary>Tells the network how many processors have started.</summary>
public static class StartedProcessors
{
    /// <summary>Behind the start of the processors: in their stage, and after their library.</summary>
    [Init(InitStage.Late)]
    public static void Initialize() => Network.ProcessorCount = Multiprocessing.StartedCount;
}
