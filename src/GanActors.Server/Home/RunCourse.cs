using System.Diagnostics.CodeAnalysis;
using GanActors.Client;
using GanActors.Duel;
using GanActors.Runs;

namespace GanActors.Server.Home;

/// <summary>
/// A run that this server, or its cluster, has under way: starts it, looks at it now and then, starts it again if its coordinator was lost, and knows how it stands. It goes on
/// whether or not anybody looks.
/// </summary>
/// <param name="place">Where it is.</param>
/// <param name="glance">What a list shows of its recipe.</param>
/// <param name="coordinator">Runs it.</param>
/// <param name="order">What it is to be; null if somebody else started it, and sees to it.</param>
[SuppressMessage("Design", "CA1001", Justification = "The source of cancellation holds nothing that would have to be let go.")]
internal sealed class RunCourse(RunPlace place, RecipeGlance glance, ICoordinatorGrain coordinator, RunOrder? order)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly EventFile _history = new(place[RunFiles.Events]);
    private readonly DateTimeOffset? _begun = Ticket.Read(place.Folder)?.Begun;
    private readonly TaskCompletionSource _looked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RunProgress? _progress;
    private RunStarted? _started;
    private readonly CancellationTokenSource _givenUp = new();
    private string? _waiting = "it is being started";
    private string? _fault;

    /// <summary>Where it is.</summary>
    public RunPlace Place => place;

    /// <summary>Runs it.</summary>
    public ICoordinatorGrain Coordinator => coordinator;

    /// <summary>Whether this server started it.</summary>
    public bool IsOwn => order is not null;

    /// <summary>How it stands; null before it was started.</summary>
    public RunProgress? Progress => _progress;

    /// <summary>Completes when it is known how it stands.</summary>
    public Task HasLooked => _looked.Task;

    /// <summary>Where its networks live; null before it was started.</summary>
    public string? Device => _started?.Device;

    /// <summary>Completes when it has ended, or is not under way any more; false if it could not be started at all.</summary>
    public Task<bool> Ended { get; private set; } = Task.FromResult(true);

    /// <summary>Gives up a run that has not begun yet; false if it has.</summary>
    public bool GiveUp()
    {
        if (_progress is not null)
            return false;
        _givenUp.Cancel();
        return true;
    }

    /// <summary>Begins to follow it.</summary>
    /// <param name="stop">Ends the following, not the run.</param>
    public void Begin(CancellationToken stop) => Ended = Task.Run(() => Follow(stop), CancellationToken.None);

    /// <summary>Whose turn it is; null if nobody's.</summary>
    public TurnNow? Turn => _progress is { State: RunState.Running, Turn: { } turn } progress
        ? new TurnNow(turn.Incarnation, turn.Iteration + 1, Word(turn.Phase), turn.SubStep + 1, progress.KeptFrozen is { } frozen ? Word(frozen) : null)
        : null;

    /// <summary>How it stands, for a list.</summary>
    public RunRow Row()
    {
        lock (_history)
            _history.Read();
        string? sheet = SheetFiles.Newest(place.Folder);
        var progress = _progress;
        var latest = progress?.Latest;
        bool waits = _fault is null && (progress is null || progress is { State: RunState.Running, Turn: null, Waiting: not null });
        return new RunRow(
            place.Id, glance.Name, glance.Data, _fault is not null ? "failed" : waits ? "waiting" : RunEventJson.Word(progress!.State), Here: true,
            progress?.Iterations ?? 0, progress is { TotalIterations: > 0 } ? progress.TotalIterations : glance.Iterations, progress?.IterationsPerSecond ?? 0,
            progress?.Elapsed.TotalSeconds ?? 0, progress?.Left?.TotalSeconds,
            FiniteNumber.OrNull(latest?.GeneratorLoss), FiniteNumber.OrNull(latest?.DiscriminatorLoss), FiniteNumber.OrNull(latest?.AccuracyReal), FiniteNumber.OrNull(latest?.AccuracyFake),
            RunShelf.Evaluation(place) is [var leading, ..] ? leading : null, _begun ?? _history.Begun, null, _history.Raised,
            _fault ?? progress?.Failure ?? (progress is null ? _waiting : progress.Waiting), sheet is null ? null : $"{SheetFiles.Folder}/{sheet}", place.Sweep);
    }

    private static string Word(Phase phase) => phase == Phase.Discriminator ? "discriminator" : "generator";

    private async Task<bool> Follow(CancellationToken stop)
    {
        try
        {
            if (order is not null)
                await Start(order, again: order.Opening == RunOpening.Resume, stop);
            while (!stop.IsCancellationRequested)
            {
                if (await Look() is not { } progress)
                {
                    await Task.Delay(Interval, stop);
                    continue;
                }

                if (progress.State == RunState.New)
                {
                    // Its activation is gone, and what it knew since the newest checkpoint.
                    if (order is null)
                        return true;
                    await Start(order with { Opening = RunOpening.Resume, Changes = [] }, again: true, stop);
                    continue;
                }

                _progress = progress;
                _looked.TrySetResult();
                if (progress.State != RunState.Running)
                    return true;
                await Task.Delay(Interval, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested || _givenUp.IsCancellationRequested)
        {
        }
        catch (Exception fault)
        {
            _fault = ForeignText.Short(fault.Message, ForeignText.LongestSaying);
            return false;
        }
        finally
        {
            _looked.TrySetResult();
        }

        return true;
    }

    private async Task Start(RunOrder wanted, bool again, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, _givenUp.Token);
        _started = await coordinator.StartWhenPossible(wanted, why => _waiting = why, again, stop: either.Token);
        _waiting = null;
    }

    // A silo that is lost is found out by its cluster; until then nobody answers.
    private async Task<RunProgress?> Look()
    {
        try
        {
            return await coordinator.Watch(long.MaxValue - 1);
        }
        catch (Exception fault) when (fault is OrleansException or TimeoutException)
        {
            return null;
        }
    }
}
