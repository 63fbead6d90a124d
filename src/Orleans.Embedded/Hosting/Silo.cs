using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Timers;

namespace Orleans.Runtime;

/// <summary>The actor runtime of this process: what activations, references and timers share.</summary>
internal sealed class Silo : IGrainRuntime, IAsyncDisposable
{
    private static readonly TimeSpan ExpiryPeriod = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private ITimer? _expiry;
    private ITimer? _collector;
    private Task? _stopping;
    private ISiloPart[] _parts = [];

    public Silo(IServiceProvider services)
    {
        Services = services;
        Clock = services.GetService<TimeProvider>() ?? TimeProvider.System;
        Log = new SiloLog((services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("Orleans.Embedded"));
        Collection = services.GetRequiredService<IOptions<GrainCollectionOptions>>().Value;
        ResponseTimeout = services.GetRequiredService<IOptions<SiloMessagingOptions>>().Value.ResponseTimeout;
        SchedulingQuantumMilliseconds = (long)services.GetRequiredService<IOptions<SchedulingOptions>>().Value.ActivationSchedulingQuantum.TotalMilliseconds;
        IncomingFilters = [.. services.GetServices<IIncomingGrainCallFilter>()];
        OutgoingFilters = [.. services.GetServices<IOutgoingGrainCallFilter>()];
        Classes = new GrainClasses(services.GetRequiredService<IOptions<GrainTypeOptions>>().Value);
        References = new GrainReferences(this);
        Catalog = new Catalog(this);
        Client = new GrainFactory(this);
        TimerRegistry = new TimerRegistry(this);
    }

    public IServiceProvider Services { get; }

    public TimeProvider Clock { get; }

    public SiloLog Log { get; }

    public GrainCollectionOptions Collection { get; }

    public TimeSpan ResponseTimeout { get; }

    public long SchedulingQuantumMilliseconds { get; }

    public IIncomingGrainCallFilter[] IncomingFilters { get; }

    public IOutgoingGrainCallFilter[] OutgoingFilters { get; }

    public GrainClasses Classes { get; }

    public GrainReferences References { get; }

    public Catalog Catalog { get; }

    public GrainFactory Client { get; }

    public ITimerRegistry TimerRegistry { get; }

    string IGrainRuntime.SiloIdentity => "embedded";

    IGrainFactory IGrainRuntime.GrainFactory => Client;

    IServiceProvider IGrainRuntime.ServiceProvider => Services;

    TimeProvider IGrainRuntime.TimeProvider => Clock;

    /// <summary>The clock's timestamp a while from now; <see cref="Timeout.InfiniteTimeSpan"/> means never.</summary>
    public long TimestampAfter(TimeSpan delay)
    {
        if (delay < TimeSpan.Zero) return long.MaxValue;
        var now = Clock.GetTimestamp();
        var ticks = delay.Ticks / (double)TimeSpan.TicksPerSecond * Clock.TimestampFrequency;
        return ticks >= long.MaxValue - now ? long.MaxValue : now + (long)ticks;
    }

    /// <summary>Starts the clockwork: expiry of requests and collection of idle activations. Calls work before it, too.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (_expiry is not null) return;
            using (Flow.Suppress())
            {
                _expiry = Clock.CreateTimer(static silo => ((Silo)silo!).Expire(), this, ExpiryPeriod, ExpiryPeriod);
                _collector = Clock.CreateTimer(static silo => ((Silo)silo!).Collect(), this, Collection.CollectionQuantum, Collection.CollectionQuantum);
            }

            _parts = [.. Services.GetServices<ISiloPart>()];
        }

        foreach (var part in _parts) part.Start();
    }

    /// <summary>Deactivates every activation.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate) return _stopping ??= Stop(cancellationToken);
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public void DeactivateOnIdle(IGrainContext grainContext)
    {
        ArgumentNullException.ThrowIfNull(grainContext);
        grainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "DeactivateOnIdle was called."));
    }

    public void DelayDeactivation(IGrainContext grainContext, TimeSpan timeSpan) => ((Activation)grainContext).DelayDeactivation(timeSpan);

    private async Task Stop(CancellationToken cancellationToken)
    {
        foreach (var part in _parts) part.Stop();
        try
        {
            await Catalog.StopAsync(cancellationToken);
        }
        finally
        {
            _expiry?.Dispose();
            _collector?.Dispose();
        }
    }

    private void Expire() => Catalog.ExpireRequests(Clock.GetTimestamp());

    private void Collect() => Catalog.CollectIdle(Clock.GetTimestamp());
}
