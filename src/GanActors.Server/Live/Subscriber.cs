using System.Threading.Channels;

namespace GanActors.Server.Live;

/// <summary>
/// Somebody who hears of what changes. What is told is the same bytes for all. Who does not keep up is let go, and comes back to look afresh: nobody's slowness costs memory.
/// </summary>
internal sealed class Subscriber
{
    private const int MostWaiting = 8;

    private readonly Channel<ReadOnlyMemory<byte>> _messages = Channel.CreateBounded<ReadOnlyMemory<byte>>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true, SingleWriter = false });

    /// <summary>What is told, until it is let go.</summary>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> Messages(CancellationToken stop) => _messages.Reader.ReadAllAsync(stop);

    /// <summary>Tells it something.</summary>
    public void Tell(ReadOnlyMemory<byte> message)
    {
        if (!_messages.Writer.TryWrite(message))
            LetGo();
    }

    /// <summary>Ends its stream.</summary>
    public void LetGo() => _messages.Writer.TryComplete();
}
