using GanActors.Checkpoints;
using GanActors.Devices;
using GanActors.Duel;
using GanActors.Grains.Devices;
using GanActors.Grains.Revival;
using GanActors.Meters;
using GanActors.Recipes;
using GanActors.Runs;
using Microsoft.Extensions.Logging;

namespace GanActors.Grains.Runs;

/// <inheritdoc cref="ICoordinatorGrain"/>
internal sealed class CoordinatorGrain : Grain, ICoordinatorGrain, IRemindable
{
    /// <summary>How long a start waits for devices; short enough that whoever asked hears soon what it waits for.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(3);

    private readonly ISiloHere _here;
    private readonly ICheckpointStores _stores;
    private readonly SiloMeters _meters;
    private readonly ILogger _logger;
    private readonly Reviver _reviver;

    private RunLife? _life;
    private RunPlaces? _places;
    private Task _lived = Task.CompletedTask;

    /// <summary>A coordinator without a run.</summary>
    public CoordinatorGrain(
        ISiloHere here, ICheckpointStores stores, SiloMeters meters, ILogger<CoordinatorGrain> logger,
        [PersistentState(KeptOrder.State, KeptOrder.Storage)] IPersistentState<KeptOrder> kept)
    {
        (_here, _stores, _meters, _logger) = (here, stores, meters, logger);
        _reviver = new Reviver(this, kept);
    }

    /// <inheritdoc/>
    public async Task<RunStarted> Start(RunOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (_life is not null && (order.Opening == RunOpening.New || !_lived.IsCompleted))
            return _life.Started;

        _places = new RunPlaces(GrainFactory.GetGrain<IDeviceBoardGrain>(0), order.Run, order.Device, _here);
        var lease = await _places.Obtain(StartPatience);
        if (order.MayMove && lease.Discriminator.Silo != _here.Name)
        {
            using (_here.Toward(lease.Discriminator.Silo))
                MigrateOnIdle();
            throw new MisplacedException($"The coordinator of {order.Run} moves to its networks, from {_here.Name} to {lease.Discriminator.Silo}.");
        }

        var generator = GrainFactory.GetGrain<IGeneratorGrain>(order.Run.Value);
        var discriminator = GrainFactory.GetGrain<IDiscriminatorGrain>(order.Run.Value);
        var evaluator = GrainFactory.GetGrain<IEvaluatorGrain>(order.Run.Value);
        try
        {
            _life = await RunLife.Open(order, generator, discriminator, evaluator, _places, _stores, _meters, TimeProvider.System, _logger);
        }
        catch (RunLockedException)
        {
            // The places are those of who has the folder; what nobody uses the board takes back by itself.
            throw;
        }
        catch
        {
            await _places.Return();
            throw;
        }

        DelayDeactivation(TimeSpan.MaxValue);
        if (order.Revives)
            await _reviver.Keep(new KeptOrder { Folder = order.Folder, Recipe = order.RecipeYaml, Until = order.Until, Device = order.Device });

        // The duel goes on between this grain's requests, on its own scheduler.
        _lived = Live(_life, _places, order.Run);
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
        _life?.Progress(after) ?? new RunProgress(RunState.New, null, 0, 0, null, 0, TimeSpan.Zero, null, null, [], Waiting: _places?.Waiting));

    /// <inheritdoc/>
    public async Task<RunProgress> AwaitEnd(TimeSpan patience)
    {
        await Task.WhenAny(_lived, Task.Delay(patience));
        return await Watch(long.MaxValue - 1);
    }

    /// <inheritdoc/>
    public async Task Leave()
    {
        _life?.Leave();
        await _lived;
    }

    /// <summary>The reminder of a run whose coordinator is not there: it was lost.</summary>
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (_life is not null || _reviver.Order is not { Folder: { } folder, Recipe: { } yaml } order)
            return;
        try
        {
            var recipe = RecipeReader.Read(yaml).Recipe;
            await Start(new RunOrder(new RunId(this.GetPrimaryKeyString()), recipe, folder, yaml, RunOpening.Resume, Until: order.Until, Device: order.Device));
        }
        catch (Exception fault) when (fault is NoDeviceException or MisplacedException or RunLockedException)
        {
            // It keeps its place in the queue, or is on its way, or is still put away by who had it before; the reminder rings again.
        }
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

    private async Task Live(RunLife life, RunPlaces places, RunId run)
    {
        using var scope = RunTold.Scope(_logger, run);
        if (await life.Live() is { } fault)
            _logger.Failed(fault, run, life.Turn);
        await places.Return();
        if (!life.IsLeft)
            await _reviver.Forget();
        DelayDeactivation(TimeSpan.Zero);
    }
}
