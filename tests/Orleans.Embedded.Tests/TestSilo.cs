using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;

namespace Orleans.Embedded.Tests;

/// <summary>A silo with a clock that stands still, gates for its grains, and a book in which they write.</summary>
internal sealed class TestSilo : IAsyncDisposable
{
    private readonly EmbeddedSilo _silo;

    public TestSilo(Action<ISiloBuilder>? configure = null, FakeClock? clock = null)
    {
        Clock = clock ?? new FakeClock();
        _silo = EmbeddedSilo.Start(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(Clock);
            builder.Services.AddSingleton(Gates);
            builder.Services.AddSingleton(Book);
            configure?.Invoke(builder);
        });
    }

    public FakeClock Clock { get; }

    public Gates Gates { get; } = new();

    public ConcurrentQueue<string> Book { get; } = new();

    public IGrainFactory Grains => _silo.GrainFactory;

    public EmbeddedSilo Silo => _silo;

    /// <summary>Advances the clock to a tick, and waits until that has been seen and the next one is set.</summary>
    public async Task AdvanceToTick(TimeSpan time, string gate)
    {
        var set = Clock.NextTimerSet();
        Clock.Advance(time);
        await Gates.Reached(gate);
        await set;
    }

    public ValueTask DisposeAsync() => _silo.DisposeAsync();
}
