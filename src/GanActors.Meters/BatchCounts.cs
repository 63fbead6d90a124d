using GanActors.Networks;

namespace GanActors.Meters;

/// <summary>Bytes of the batches that networks send each other.</summary>
internal sealed class BatchCounts
{
    private static readonly string[] Messages = ["fakes", "feedback"];

    private readonly long[,] _bytes = new long[Messages.Length, 2];

    public void Fakes(Batch batch, bool isOnWire) => Interlocked.Add(ref _bytes[0, isOnWire ? 1 : 0], SizeOf(batch));

    public void Feedback(Batch batch, bool isOnWire) => Interlocked.Add(ref _bytes[1, isOnWire ? 1 : 0], SizeOf(batch));

    public Readings<long> Read()
    {
        var readings = new Readings<long>();
        for (int message = 0; message < Messages.Length; message++)
        {
            foreach (bool isOnWire in (bool[])[false, true])
                readings.Add(Volatile.Read(ref _bytes[message, isOnWire ? 1 : 0]), Labels.Message.Is(Messages[message]), Labels.Transport.Is(Labels.Transported(isOnWire)));
        }

        return readings;
    }

    private static long SizeOf(Batch batch) => ((long)batch.Values.Length * sizeof(float)) + batch.Classes.Length;
}
