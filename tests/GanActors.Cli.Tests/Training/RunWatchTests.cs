using GanActors.Checkpoints;
using GanActors.Runs;

namespace GanActors.Cli.Tests.Training;

/// <summary>Runs that are lost while they are watched, and a folder that somebody has already.</summary>
public sealed class RunWatchTests : IDisposable
{
    private const string Reason = "the run belongs to process 4711 of ada on far, since 2026-01-02 03:04:00 UTC; wait until it ends, or stop it";

    private static readonly RunProgress Lost = Sample.Progress(0, RunState.New);

    private static readonly RunProgress Ended = Sample.Progress(20_000, RunState.Completed);

    private readonly TestRoom _room = new();

    private static RunLockedException Held => new("/runs/r", new RunOwner(4711, "far", "ada", new DateTimeOffset(2026, 1, 2, 3, 4, 0, TimeSpan.Zero)));

    [Fact]
    public async Task A_folder_that_somebody_has_refuses_a_first_start_at_once()
    {
        _room.Coordinator.StartFault = Held;
        Assert.Equal(ExitCode.BadInput, await _room.RunAsync("train", "ring"));
        Assert.Equal(1, _room.Coordinator.Starts);
        Assert.Contains(Reason, Assert.Single(_room.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_was_lost_waits_for_its_folder_and_says_so_once()
    {
        _room.Coordinator.Play(Sample.Progress(7), Lost, Ended);
        _room.Coordinator.WhenWatched = look =>
        {
            if (look == 2)
                _room.Coordinator.FailStarts(Held, Held);
        };
        Assert.Equal(ExitCode.Done, await _room.RunAsync("train", "ring"));
        Assert.Equal(4, _room.Coordinator.Starts);
        Assert.Equal((RunOpening.Resume, 0), (_room.Coordinator.Order!.Opening, _room.Coordinator.Order.Changes.Length));
        Assert.Single(_room.OutputLines, line => line.StartsWith("waiting after 7: ", StringComparison.Ordinal) && line.Contains(Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_start_that_may_have_begun_a_run_before_its_silo_was_lost_waits_for_the_folder()
    {
        _room.Coordinator.Play(Ended);
        _room.Coordinator.FailStarts(new TimeoutException("the silo is gone"), Held);
        Assert.Equal(ExitCode.Done, await _room.RunAsync("train", "ring"));
        Assert.Equal(3, _room.Coordinator.Starts);
        Assert.Equal(RunOpening.Resume, _room.Coordinator.Order!.Opening);
        Assert.Contains($"waiting: /runs/r: {Reason}", _room.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_is_not_answered_is_asked_for_again_as_one_that_may_have_begun()
    {
        _room.Coordinator.Play(Ended);
        _room.Coordinator.UnansweredStarts = 2;
        _room.Coordinator.FailStarts(Held);
        Assert.Equal(ExitCode.Done, await _room.RunAsync("train", "ring"));
        Assert.Equal(4, _room.Coordinator.Starts);
        Assert.Equal(RunOpening.Resume, _room.Coordinator.Order!.Opening);
        Assert.Contains("waiting: there has been no answer for 20 s", _room.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_waits_for_its_folder_can_be_given_up()
    {
        using var interrupt = new CancellationTokenSource();
        _room.Interrupt = interrupt.Token;
        _room.Coordinator.Play(Sample.Progress(7), Lost);
        _room.Coordinator.WhenWatched = look =>
        {
            if (look != 2)
                return;
            _room.Coordinator.StartFault = Held;
            interrupt.CancelAfter(TimeSpan.FromMilliseconds(100));
        };
        Assert.Equal(ExitCode.Stopped, await _room.RunAsync("train", "ring"));
    }

    public void Dispose() => _room.Dispose();
}
