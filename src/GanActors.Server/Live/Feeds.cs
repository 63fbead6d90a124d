using System.Collections.Concurrent;
using GanActors.Server.Home;
using GanActors.Server.Metrics;
using Microsoft.Extensions.Logging;

namespace GanActors.Server.Live;

/// <summary>All that can be listened to: one feed for each thing, however many listen.</summary>
internal sealed class Feeds(RunDesk runs, SweepDesk sweeps, FigureShelf figures, ILogger<Feeds> logger) : IDisposable
{
    private readonly ConcurrentDictionary<string, Feed> _feeds = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _closing = new();

    /// <summary>Ends all streams: whoever listens comes back to the server that comes next.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>The lists.</summary>
    public Feed Lists { get; } = new ListsFeed(runs, sweeps, logger);

    /// <summary>A run's.</summary>
    public Feed Of(RunPlace run) => Get("run " + run.Folder, () => new RunFeed(run, runs, figures, logger));

    /// <summary>A sweep's.</summary>
    public Feed Of(SweepPlace sweep) => Get("sweep " + sweep.Folder, () => new SweepFeed(sweep, sweeps, logger));

    /// <summary>Lets all go.</summary>
    public void Close() => _closing.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _closing.Dispose();

    // Those that nobody listens to any more are forgotten when there are many.
    private Feed Get(string key, Func<Feed> make)
    {
        if (_feeds.Count > 1_000)
        {
            foreach (var (name, feed) in _feeds)
            {
                if (feed.Listeners == 0)
                    _feeds.TryRemove(name, out _);
            }
        }

        return _feeds.GetOrAdd(key, _ => make());
    }
}
