using GanActors.Networks;

namespace GanActors.Duel.Benchmarks.Silos;

/// <summary>Sends messages to another of its kind and takes the time, or receives them.</summary>
public interface IPostGrain : IGrainWithStringKey
{
    /// <summary>Takes a message, and sends it back if asked to.</summary>
    Task<Batch?> Take(Batch? batch, bool back);

    /// <summary>Comes to life on a silo.</summary>
    Task<string> Where();

    /// <summary>Microseconds of each of so many messages to another, from the call to its answer.</summary>
    Task<double[]> Send(string to, int messages, int items, bool back);
}
