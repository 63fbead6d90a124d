using System.Text.Json;
using GanActors.Client;
using Microsoft.Extensions.Logging;

namespace GanActors.Server.Live;

/// <summary>
/// Tells subscribers of something that changes. It looks at it only while somebody listens, once for all of them.
/// </summary>
/// <param name="type">The events' type.</param>
/// <param name="interval">Between two looks.</param>
/// <param name="logger">Told of looks that failed.</param>
internal abstract partial class Feed(string type, TimeSpan interval, ILogger logger)
{
    private static readonly byte[] Heartbeat = ": still here\n\n"u8.ToArray();
    private static readonly TimeSpan BetweenHeartbeats = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly List<Subscriber> _subscribers = [];
    private Task _telling = Task.CompletedTask;
    private bool _isTelling;

    /// <summary>How many listen.</summary>
    public int Listeners
    {
        get
        {
            lock (_gate)
                return _subscribers.Count;
        }
    }

    /// <summary>Adds somebody, who hears of what changes from now on.</summary>
    /// <param name="stop">The server ends.</param>
    public Subscriber Join(CancellationToken stop)
    {
        var subscriber = new Subscriber();
        lock (_gate)
        {
            _subscribers.Add(subscriber);
            if (!_isTelling)
            {
                _isTelling = true;
                _telling = Task.Run(() => Tell(stop), CancellationToken.None);
            }
            else
            {
                _isFresh = true;
            }
        }

        return subscriber;
    }

    /// <summary>Somebody listens no more.</summary>
    public void Leave(Subscriber subscriber)
    {
        lock (_gate)
            _subscribers.Remove(subscriber);
    }

    /// <summary>Begins afresh: nobody has been told anything.</summary>
    protected abstract void Restart();

    /// <summary>What is to be told; null if there is nothing new.</summary>
    /// <param name="isFresh">Whether somebody came since the last look, who is to be told how it stands.</param>
    protected abstract Task<object?> Look(bool isFresh);

    private bool _isFresh;

    private async Task Tell(CancellationToken stop)
    {
        bool isFresh = true;
        Restart();
        long heard = Environment.TickCount64;
        while (true)
        {
            ReadOnlyMemory<byte> message = default;
            try
            {
                if (await Look(isFresh) is { } told)
                    message = Encoded(told);
            }
            catch (Exception fault)
            {
                LogFailed(logger, fault, type);
            }

            Subscriber[] listeners;
            lock (_gate)
                listeners = [.. _subscribers];
            if (message.IsEmpty && Environment.TickCount64 - heard > BetweenHeartbeats.TotalMilliseconds)
                message = Heartbeat;
            if (!message.IsEmpty)
            {
                heard = Environment.TickCount64;
                foreach (var listener in listeners)
                    listener.Tell(message);
            }

            await Task.Delay(interval, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lock (_gate)
            {
                if (stop.IsCancellationRequested)
                {
                    foreach (var listener in _subscribers)
                        listener.LetGo();
                    _subscribers.Clear();
                }

                if (_subscribers.Count == 0)
                {
                    _isTelling = false;
                    return;
                }

                (isFresh, _isFresh) = (_isFresh, false);
            }
        }
    }

    private byte[] Encoded(object told)
    {
        using var stream = new MemoryStream();
        stream.Write("event: "u8);
        stream.Write(System.Text.Encoding.ASCII.GetBytes(type));
        stream.Write("\ndata: "u8);
        JsonSerializer.Serialize(stream, told, told.GetType(), ApiJson.Options);
        stream.Write("\n\n"u8);
        return stream.ToArray();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A look for the live {Type} failed.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string type);
}
