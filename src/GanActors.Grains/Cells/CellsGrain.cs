using GanActors.Cells;
using GanActors.Checkpoints;
using GanActors.Duel;
using GanActors.Grains.Cells.MdGan;
using GanActors.Grains.Devices;
using GanActors.Grains.Evaluations;
using GanActors.Runs;
using Microsoft.Extensions.Logging;

namespace GanActors.Grains.Cells;

/// <inheritdoc cref="ICellsGrain"/>
internal sealed partial class CellsGrain(ICheckpointStores stores, EvaluationLane lane, LanePool lanes, ILogger<CellsGrain> logger) : Grain, ICellsGrain
{
    private GroupLife? _life;
    private Task _lived = Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<CellsStarted> Start(CellsOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (_life is not null && (order.Opening == RunOpening.New || !_lived.IsCompleted))
            return _life.Started;
        _life = order.Spec switch
        {
            CellsSpec spec => await GroupLife.Open(new CellsLife(order, spec, GrainFactory, lane, stores, TimeProvider.System)),
            MdGanSpec spec => await GroupLife.Open(new MdGanLife(order, spec, GrainFactory, lanes, lane, stores, TimeProvider.System)),
            _ => throw new NotSupportedException($"No group {order.Spec.GetType().Name}."),
        };
        DelayDeactivation(TimeSpan.MaxValue);

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

    /// <summary>A group that is under way breaks off; the next activation that is started goes on from its checkpoints.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_life is not { } life)
            return;
        life.Leave();
        await _lived.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await life.DisposeAsync();
    }

    private async Task Live(GroupLife life, RunId run)
    {
        if (await life.Live() is { } fault)
            LogFailed(logger, fault, run);
        DelayDeactivation(TimeSpan.Zero);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Group {Run} failed.")]
    private static partial void LogFailed(ILogger logger, Exception exception, RunId run);
}
