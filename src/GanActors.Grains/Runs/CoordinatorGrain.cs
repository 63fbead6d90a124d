using GanActors.Checkpoints;
using GanActors.Duel;
using GanActors.Runs;
using Microsoft.Extensions.Logging;

namespace GanActors.Grains.Runs;

/// <inheritdoc cref="ICoordinatorGrain"/>
internal sealed partial class CoordinatorGrain(ICheckpointStores stores, ILogger<CoordinatorGrain> logger) : Grain, ICoordinatorGrain
{
    private RunLife? _life;
    private Task _lived = Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<RunStarted> Start(RunOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (_life is not null && (order.Opening == RunOpening.New || !_lived.IsCompleted))
            return _life.Started;

        var generator = GrainFactory.GetGrain<IGeneratorGrain>(order.Run.Value);
        var discriminator = GrainFactory.GetGrain<IDiscriminatorGrain>(order.Run.Value);
        var evaluator = GrainFactory.GetGrain<IEvaluatorGrain>(order.Run.Value);
        _life = await RunLife.Open(order, generator, discriminator, evaluator, stores, TimeProvider.System);
        DelayDeactivation(TimeSpan.MaxValue);

        // The duel goes on between this grain's requests, on its own scheduler.
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
    public Task<RunProgress> Watch(long after) => Task.FromResult(
        _life?.Progress(after) ?? new RunProgress(RunState.New, null, 0, 0, null, 0, TimeSpan.Zero, null, null, []));

    /// <inheritdoc/>
    public async Task<RunProgress> AwaitEnd(TimeSpan patience)
    {
        await Task.WhenAny(_lived, Task.Delay(patience));
        return await Watch(long.MaxValue - 1);
    }

    /// <inheritdoc/>
    public Task Release()
    {
        if (_lived.IsCompleted)
            DeactivateOnIdle();
        return Task.CompletedTask;
    }

    /// <summary>A run that is under way breaks off with a checkpoint; the next activation that is started goes on from there.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _life?.Leave();
        await _lived.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (_life is not null)
            await _life.DisposeAsync();
    }

    private async Task Live(RunLife life, RunId run)
    {
        if (await life.Live() is { } fault)
            LogFailed(logger, fault, run);
        DelayDeactivation(TimeSpan.Zero);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {Run} failed.")]
    private static partial void LogFailed(ILogger logger, Exception exception, RunId run);
}
