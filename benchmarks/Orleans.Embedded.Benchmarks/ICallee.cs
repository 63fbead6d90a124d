using Orleans;

namespace GanActors.Benchmarks;

public interface ICallee : IGrainWithIntegerKey
{
    Task Nothing();

    Task<float[]> Pass(float[] batch);
}

public sealed class CalleeGrain : Grain, ICallee
{
    public Task Nothing() => Task.CompletedTask;

    public Task<float[]> Pass(float[] batch) => Task.FromResult(batch);
}
