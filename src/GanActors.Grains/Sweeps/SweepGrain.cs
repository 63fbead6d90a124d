using GanActors.Checkpoints;
using GanActors.Devices;
using GanActors.Grains.Revival;
using GanActors.Meters;
using GanActors.Sweeps;
using Microsoft.Extensions.Logging;

namespace GanActors.Grains.Sweeps;

/// <inheritdoc cref="ISweepGrain"/>
internal sealed partial class SweepGrain : Grain, ISweepGrain, IRemindable
{
    private const int MostLooks = 100;
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(20);

    private readonly ICheckpointStores _stores;
    private readonly SiloMeters _meters;
    private readonly ILogger _logger;
    private readonly Reviver _reviver;

    private SweepLife? _life;
    private Task _lived = Task.CompletedTask;
    private bool _isLeft;

    /// <summary>A grain without a sweep.</summary>
    public SweepGrain(
        ICheckpointStores stores, SiloMeters meters, ILogger<SweepGrain> logger, [PersistentState(KeptOrder.State, KeptOrder.Storage)] IPersistentState<KeptOrder> kept)
    {
        (_stores, _meters, _logger) = (stores, meters, logger);
        _reviver = new Reviver(this, kept);
    }

    /// <inheritdoc/>
    public async Task<SweepProgress> Start(SweepOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (_life is null || _lived.IsCompleted)
        {
            int parallel = order.Parallel ?? order.Spec.Budget.Parallel ?? await Room();
            _life = SweepLife.Open(order, parallel, GrainFactory, _stores, _meters, TimeProvider.System);
            DelayDeactivation(TimeSpan.MaxValue);
            await _reviver.Keep(new KeptOrder { Folder = order.Folder, Parallel = order.Parallel });
            _lived = Live(_life, order.Sweep);
        }

        return await Watch();
    }

    /// <inheritdoc/>
    public Task Stop(string reason)
    {
        _life?.Stop(reason);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Pause()
    {
        _life?.Pause();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Unpause()
    {
        _life?.Unpause();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Extend(int trials)
    {
        if (_life is null || _lived.IsCompleted)
            throw new SweepException("the sweep is not under way");
        _life.Extend(trials);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<SweepProgress> Watch() =>
        Task.FromResult(_life?.Progress() ?? new SweepProgress(SweepState.New, null, [], 0, 0, 0, TimeSpan.Zero, null));

    /// <summary>The reminder of a sweep whose grain is not there: it was lost.</summary>
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (_life is not null || _reviver.Order is not { Folder: { } folder } order)
            return;
        var spec = SweepReader.ReadFile(Path.Combine(folder, SweepFiles.Sweep)).Spec;
        await Start(new SweepOrder(this.GetPrimaryKeyString(), spec, folder, Resume: true, order.Parallel));
    }

    /// <summary>A sweep that is under way breaks off; the next activation that is started goes on from its journal.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _isLeft = true;
        _life?.Stop("its silo goes down");
        await _lived.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _life?.Dispose();
    }

    private async Task Live(SweepLife life, string sweep)
    {
        if (await life.Live() is { } fault)
            LogFailed(_logger, fault, sweep);
        if (!_isLeft)
            await _reviver.Forget();
        DelayDeactivation(TimeSpan.Zero);
    }

    // A cluster that has just started is about to hear of its silos' lanes.
    private async Task<int> Room()
    {
        var board = GrainFactory.GetGrain<IDeviceBoardGrain>(0);
        for (int look = 0; look < MostLooks; look++)
        {
            if ((await board.Look()).Runs is > 0 and var room)
                return room;
            await Task.Delay(LookPause);
        }

        return 1;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Sweep {Sweep} failed.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string sweep);
}
