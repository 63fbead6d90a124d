using GanActors.Cells;
using GanActors.Checkpoints;
using GanActors.Duel;
using GanActors.Grains.Cells.MdGan;
using GanActors.Grains.Devices;
using GanActors.Grains.Evaluations;
using GanActors.Grains.Revival;
using GanActors.Recipes;
using GanActors.Runs;
using Microsoft.Extensions.Logging;

namespace GanActors.Grains.Cells;

/// <inheritdoc cref="ICellsGrain"/>
internal sealed partial class CellsGrain : Grain, ICellsGrain, IRemindable
{
    private readonly ICheckpointStores _stores;
    private readonly EvaluationLane _lane;
    private readonly LanePool _lanes;
    private readonly ILogger _logger;
    private readonly Reviver _reviver;

    private GroupLife? _life;
    private Task _lived = Task.CompletedTask;
    private bool _isLeft;

    /// <summary>A grain without a group.</summary>
    public CellsGrain(
        ICheckpointStores stores, EvaluationLane lane, LanePool lanes, ILogger<CellsGrain> logger, [PersistentState(KeptOrder.State, KeptOrder.Storage)] IPersistentState<KeptOrder> kept)
    {
        (_stores, _lane, _lanes, _logger) = (stores, lane, lanes, logger);
        _reviver = new Reviver(this, kept);
    }

    /// <inheritdoc/>
    public async Task<CellsStarted> Start(CellsOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (_life is not null && (order.Opening == RunOpening.New || !_lived.IsCompleted))
            return _life.Started;
        _life = order.Spec switch
        {
            CellsSpec spec => await GroupLife.Open(new CellsLife(order, spec, GrainFactory, _lane, _stores, TimeProvider.System)),
            MdGanSpec spec => await GroupLife.Open(new MdGanLife(order, spec, GrainFactory, _lanes, _lane, _stores, TimeProvider.System)),
            _ => throw new NotSupportedException($"No group {order.Spec.GetType().Name}."),
        };
        DelayDeactivation(TimeSpan.MaxValue);
        await _reviver.Keep(new KeptOrder { Folder = order.Folder });

        // Training goes on between this grain's requests, on its own scheduler.
        _lived = Live(_life, order.Run);
        return _life.Started;
    }

    /// <inheritdoc/>
    public Task Stop(string reason)
    {
        _life?.Stop(reason);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<CellsProgress> Watch(long after) => Task.FromResult(
        _life?.Progress(after) ?? new CellsProgress(RunState.New, 0, 0, [], TimeSpan.Zero, null, null, []));

    /// <summary>The reminder of a group whose grain is not there: it was lost.</summary>
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (_life is not null || _reviver.Order is not { Folder: { } folder })
            return;
        string file = Path.Combine(folder, GroupFolder.SpecName);
        var spec = CellsReader.Read(await File.ReadAllTextAsync(file), file, RecipeLibrary.Shipped).Spec;
        await Start(new CellsOrder(new RunId(this.GetPrimaryKeyString()), spec, folder, RunOpening.Resume));
    }

    /// <summary>A group that is under way breaks off; the next activation that is started goes on from its checkpoints.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_life is not { } life)
            return;
        _isLeft = true;
        life.Leave();
        await _lived.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await life.DisposeAsync();
    }

    private async Task Live(GroupLife life, RunId run)
    {
        if (await life.Live() is { } fault)
            LogFailed(_logger, fault, run);
        if (!_isLeft)
            await _reviver.Forget();
        DelayDeactivation(TimeSpan.Zero);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Group {Run} failed.")]
    private static partial void LogFailed(ILogger logger, Exception exception, RunId run);
}
