using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GanActors.Cells;
using GanActors.Checkpoints;
using GanActors.Duel;
using GanActors.Grains.Runs;
using GanActors.Runs;
using EventLog = GanActors.Grains.Runs.EventLog;

namespace GanActors.Grains.Cells;

/// <summary>One group from its opening to its end: what grids of cells and one generator against many discriminators have in common.</summary>
internal abstract class GroupLife : IAsyncDisposable
{
    /// <summary>How often a group goes on after a failure without an epoch done that was not done before.</summary>
    private const int MostSetbacks = 8;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly RunLock _lock;
    private readonly RunLog _log;
    private readonly EventLog _events = new(capacity: 1 << 12);
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RunState _state = RunState.Running;
    private string? _failure, _stopReason;
    private string _lastSetback = "";
    private int _setbacks;
    private long _doneBefore;
    private bool _closed;

    protected GroupLife(CellsOrder order, ICheckpointStores stores, TimeProvider clock)
    {
        if (order.Opening == RunOpening.New && (GroupFolder.HoldsGroup(order.Folder) || RunFolder.HoldsRun(order.Folder)))
            throw new IOException($"{order.Folder} holds a run already; choose another folder.");
        GroupFolder.RequireSame(order.Folder, order.Spec);
        Order = order;
        Archive = new CheckpointArchive(stores.Open(Path.Combine(order.Folder, CheckpointArchive.FolderName)));
        _lock = RunLock.Acquire(order.Folder, clock.GetUtcNow());
        try
        {
            _log = new RunLog(Path.Combine(order.Folder, RunFiles.Events), clock);
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    /// <summary>What was started.</summary>
    public CellsStarted Started { get; private set; } = null!;

    protected CellsOrder Order { get; }

    protected GroupBasics Basics => Order.Spec.Basics;

    /// <summary>The group's own checkpoints.</summary>
    protected CheckpointArchive Archive { get; }

    /// <summary>How often the group has been set up.</summary>
    protected int Incarnation { get; private set; }

    /// <summary>Epochs that all members have done.</summary>
    protected abstract long Epoch { get; }

    /// <summary>How the members stand.</summary>
    protected abstract ImmutableArray<CellStanding> Standings { get; }

    /// <summary>Whether the group shall break off at once, and somebody else goes on with it.</summary>
    protected bool Leaving { get; private set; }

    /// <summary>Whether the group shall go on after the epoch under way.</summary>
    protected bool GoesOn => !Leaving && _stopReason is null;

    /// <summary>Sets everything up, at the beginning or where checkpoints left it.</summary>
    public static async Task<GroupLife> Open(GroupLife life)
    {
        try
        {
            var facts = await life.Begin();
            life._doneBefore = life.Epoch;
            life.Started = new CellsStarted(facts, life.Epoch);
            return life;
        }
        catch
        {
            await life.DisposeAsync();
            throw;
        }
    }

    /// <summary>How the group stands, and what happened since event number <paramref name="after"/>.</summary>
    public CellsProgress Progress(long after)
    {
        var elapsed = Stopwatch.GetElapsedTime(_began);
        // Members that are ahead count, too: else nothing could be said of an asynchronous group for long.
        double done = Standings.Average(member => (double)member.Epoch) - _doneBefore, left = Basics.Epochs - _doneBefore - done;
        TimeSpan? remaining = _state == RunState.Running && done > 0 ? elapsed * (left / done) : null;
        return new CellsProgress(_state, Epoch, Basics.Epochs, Standings, elapsed, remaining, _failure, _events.Since(after));
    }

    /// <summary>Asks the group to end after the epoch under way.</summary>
    public void Stop(string reason) => _stopReason ??= reason;

    /// <summary>Breaks the group off; what is not in a checkpoint is trained again by whoever goes on.</summary>
    public void Leave()
    {
        Leaving = true;
        Forget(BreakOff());
        _left.TrySetResult();
    }

    /// <summary>Trains the group to its end.</summary>
    /// <returns>What went wrong, if it failed.</returns>
    public async Task<Exception?> Live()
    {
        var (state, reason) = (RunState.Completed, string.Empty);
        Exception? fault = null;
        try
        {
            // Members that end themselves may never answer what they were asked: who leaves does not wait for them.
            var work = Work();
            await Task.WhenAny(work, _left.Task);
            if (Leaving)
            {
                Forget(work);
                return null;
            }

            (state, reason) = await work;
        }
        catch (Exception) when (Leaving)
        {
            return null;
        }
        catch (Exception exception)
        {
            fault = exception;
            (state, reason) = (RunState.Failed, exception.Message);
        }

        await Release();
        _failure = state == RunState.Failed ? reason : null;
        Tell(number => new EndEvent(number, state, reason));
        await DisposeAsync();
        _state = state;
        return fault;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (_closed)
            return ValueTask.CompletedTask;
        _closed = true;
        Close();
        _log.Dispose();
        _lock.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Sets members up.</summary>
    protected abstract Task<CellFacts> Begin();

    /// <summary>Trains until all is done, or the group shall not go on.</summary>
    protected abstract Task Train();

    /// <summary>Leaves the last pictures, generators and the summary.</summary>
    protected abstract Task Finish(JsonObject summary);

    /// <summary>Makes members break off what they are doing.</summary>
    protected abstract Task BreakOff();

    /// <summary>Frees the members.</summary>
    protected abstract Task Release();

    /// <summary>Closes files.</summary>
    protected abstract void Close();

    /// <summary>Opens an incarnation.</summary>
    protected async Task OpenIncarnation(string words)
    {
        Incarnation = Math.Max(Incarnation + 1, await Archive.OpenIncarnationAsync());
        Notice(NoticeKinds.Opened, string.Create(CultureInfo.InvariantCulture, $"incarnation {Incarnation}, {words}"));
    }

    /// <summary>Tells an epoch that was not done before: failures before it are forgiven.</summary>
    protected void Forgive() => (_setbacks, _lastSetback) = (0, "");

    /// <summary>Whether members are to be brought back after a failure.</summary>
    protected bool IsSurvived(Exception cause)
    {
        // What fails twice in the same way would fail for ever; a call that was not answered, or came too early, would not.
        if (Leaving || ++_setbacks > MostSetbacks || (cause is not (TurnRefusedException or TimeoutException or OperationCanceledException) && cause.Message == _lastSetback))
            return false;
        _lastSetback = cause.Message;
        Notice(NoticeKinds.Restored, $"back to the newest checkpoint: {cause.Message}");
        return true;
    }

    /// <summary>Tells of a sheet.</summary>
    protected void TellSheet(string path) => Tell(number => new SheetEvent(number, Epoch, path));

    /// <summary>Tells what befell the group.</summary>
    protected void Notice(string kind, string words) => Tell(number => new NoticeEvent(number, kind, Epoch, words));

    /// <summary>A summary as text.</summary>
    protected static string Text(JsonObject summary) => summary.ToJsonString(Indented) + "\n";

    // Nobody waits for it, and what becomes of it is nobody's concern.
    private static void Forget(Task work) => _ = work.ContinueWith(static ended => _ = ended.Exception, TaskScheduler.Default);

    private async Task<(RunState State, string Reason)> Work()
    {
        await Train();
        var ending = Epoch < Basics.Epochs ? (RunState.Stopped, _stopReason ?? string.Empty) : (RunState.Completed, "all epochs done");
        if (!Leaving)
            await Finish(Summary(ending.Item1, ending.Item2));
        return ending;
    }

    private JsonObject Summary(RunState state, string reason) => new()
    {
        ["product"] = SummaryJson.Product,
        ["name"] = Basics.Name,
        ["kind"] = Order.Spec is CellsSpec ? "cells" : "md-gan",
        ["state"] = state.ToString().ToLowerInvariant(),
        ["reason"] = reason,
        ["epochs"] = Epoch,
        ["members"] = Order.Spec.Members,
        ["data"] = Started.Facts.Data,
        ["device"] = Started.Facts.Device,
        ["batches"] = Started.Facts.Batches,
        ["generator_parameters"] = Started.Facts.GeneratorParameters,
        ["discriminator_parameters"] = Started.Facts.DiscriminatorParameters,
        ["seconds"] = Math.Round(Stopwatch.GetElapsedTime(_began).TotalSeconds, 3),
    };

    private void Tell(Func<long, RunEvent> make)
    {
        if (_closed)
            return;
        _events.Add(make);
        _log.Add(Incarnation, _events.Since(_events.Last - 1)[^1]);
    }
}
