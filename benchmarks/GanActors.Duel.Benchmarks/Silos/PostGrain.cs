using System.Diagnostics;
using GanActors.Grains.Devices;
using GanActors.Networks;

namespace GanActors.Duel.Benchmarks.Silos;

/// <inheritdoc cref="IPostGrain"/>
internal sealed class PostGrain(ISiloHere here) : Grain, IPostGrain
{
    public Task<Batch?> Take(Batch? batch, bool back) => Task.FromResult(back ? batch : null);

    public Task<string> Where() => Task.FromResult(here.Name);

    public async Task<double[]> Send(string to, int messages, int items, bool back)
    {
        var other = GrainFactory.GetGrain<IPostGrain>(to);
        var item = new Shape(1, 28, 28);
        var batch = items == 0 ? null : new Batch(item, items, new float[item.Size * items]);
        double[] times = new double[messages];
        for (int i = 0; i < messages; i++)
        {
            long began = Stopwatch.GetTimestamp();
            await other.Take(batch, back);
            times[i] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        }

        return times;
    }
}
