using System.Text.Json;
using GanActors.Devices;
using GanActors.Networks;
using GanActors.Runs;
using GanActors.Server.Engines;

namespace GanActors.Cli.Tests.Commands;

public sealed class TrainCommandTests : IDisposable
{
    private static readonly RunProgress[] ToTheEnd =
    [
        Sample.Progress(0),
        Sample.Progress(1, events: [new MetricsEvent(1, Sample.Row(1)), new SheetEvent(2, 1, "/runs/r/samples/000001.png")]),
        Sample.Progress(20_000, RunState.Completed, events: [new MetricsEvent(3, Sample.Row(20_000)), new EndEvent(4, RunState.Completed, "done")]),
    ];

    private readonly TestRoom _room = new();

    [Fact]
    public async Task A_run_that_ends_by_itself_is_done()
    {
        _room.Coordinator.Play(ToTheEnd);
        Assert.Equal(ExitCode.Done, await _room.RunAsync("train", "ring"));
        Assert.Equal("", _room.Error);
        foreach (string text in new[] { "ring-20260102-030405", "100,000", "generator", "discriminator", "both networks together", "done: 20,000 of 20,000", "metrics.csv" })
            Assert.Contains(text, _room.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_order_has_the_resolved_recipe_and_a_folder_of_its_own()
    {
        _room.Coordinator.Play(ToTheEnd);
        await _room.RunAsync("train", "ring", "--seed", "18446744073709551615", "--iterations", "5", "--set", "batch=32", "--threads", "1");
        var order = _room.Coordinator.Order!;
        Assert.Equal(ulong.MaxValue, order.Recipe.Run.Seed);
        Assert.Equal(5, order.Recipe.Run.Iterations);
        Assert.Equal(32, order.Recipe.Batch);
        Assert.Equal(Path.Combine(_room.Directory, "runs", "ring-20260102-030405"), order.Folder);
        Assert.Equal("ring-20260102-030405", order.Run.Value);
        Assert.Contains("batch: 32", order.RecipeYaml, StringComparison.Ordinal);
        Assert.Equal(1, _room.Silo!.Threads);
    }

    [Fact]
    public async Task The_silo_takes_the_engine_that_is_named()
    {
        _room.Coordinator.Play(ToTheEnd);
        await _room.RunAsync("train", "ring");
        Assert.Equal((null, false, DeviceWish.Any), (_room.Silo!.Engine, _room.Silo.TensorFloat32, _room.Silo.Devices));
        await _room.RunAsync("train", "ring", "--engine", "torch", "--tf32", "--device", "cuda");
        Assert.Equal((EngineKind.Torch, true, DeviceWish.Cuda), (_room.Silo.Engine!.Value, _room.Silo.TensorFloat32, _room.Silo.Devices));
    }

    [Fact]
    public async Task A_recipe_with_spectral_norm_is_run()
    {
        _room.Coordinator.Play(ToTheEnd);
        Assert.Equal(ExitCode.Done, await _room.RunAsync("train", "ring", "--set", "discriminator.layers[0].dense.spectral_norm=true"));
        Assert.Equal(new Dense(128, SpectralNorm: true), _room.Coordinator.Order!.Recipe.Discriminator.Layers[0]);
    }

    [Fact]
    public async Task Epochs_take_the_place_of_the_recipes_iterations()
    {
        _room.Coordinator.Play(ToTheEnd);
        await _room.RunAsync("train", "ring", "--epochs", "2");
        Assert.Equal(2, _room.Coordinator.Order!.Recipe.Run.Epochs);
        Assert.Null(_room.Coordinator.Order.Recipe.Run.Iterations);
    }

    [Fact]
    public async Task Out_is_exactly_the_folder()
    {
        _room.Coordinator.Play(ToTheEnd);
        await _room.RunAsync("train", "ring", "--out", "results/seven");
        Assert.Equal(Path.Combine(_room.Directory, "results", "seven"), _room.Coordinator.Order!.Folder);
        Assert.Equal("seven", _room.Coordinator.Order.Run.Value);
    }

    [Fact]
    public async Task A_second_run_in_the_same_folder_is_refused()
    {
        _room.Coordinator.Play(ToTheEnd);
        Assert.Equal(ExitCode.Done, await _room.RunAsync("train", "ring", "--out", "seven"));
        Assert.Equal(ExitCode.BadInput, await _room.RunAsync("train", "ring", "--out", "seven"));
        Assert.Contains("already holds a run", _room.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_recipe_the_quick_start_takes_the_best_data_and_says_why()
    {
        _room.Coordinator.Play(ToTheEnd);
        Assert.Equal(ExitCode.Done, await _room.RunAsync("train"));
        Assert.Equal("quickstart", _room.Coordinator.Order!.Recipe.Name);
        Assert.Contains($"quick start on {_room.Coordinator.Order.Recipe.Data.Name}", _room.Output, StringComparison.Ordinal);
        Assert.Contains("  mnist: ", _room.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_recipe_a_data_set_can_still_be_chosen()
    {
        _room.Coordinator.Play(ToTheEnd);
        Assert.Equal(ExitCode.Done, await _room.RunAsync("train", "--set", "data.name=digits"));
        Assert.Equal("digits", _room.Coordinator.Order!.Recipe.Data.Name);
        Assert.DoesNotContain("the best data", _room.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recipe_whose_data_is_missing_says_how_to_get_it_or_what_else_would_do()
    {
        Assert.Equal(ExitCode.BadInput, await _room.RunAsync("train", "keras-mnist-mlp"));
        string error = Assert.Single(_room.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("`ganactors data get mnist`", error, StringComparison.Ordinal);
        Assert.Contains("--set data.name=", error, StringComparison.Ordinal);
        Assert.Null(_room.Coordinator.Order);
    }

    [Theory]
    [InlineData("train rnig", "ring")]
    [InlineData("train missing.yaml", "missing.yaml")]
    [InlineData("train ring --set batch=many", "batch")]
    [InlineData("train ring --set data.name=rnig", "data.name")]
    [InlineData("train ring --set data.name=digits", "generator.layers")]
    [InlineData("train ring --set bacth=5", "batch")]
    public async Task A_recipe_at_fault_is_one_line_and_nothing_is_written(string line, string message)
    {
        Assert.Equal(ExitCode.BadInput, await _room.RunAsync(line.Split(' ')));
        string error = Assert.Single(_room.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_room.Directory, "runs")));
    }

    [Fact]
    public async Task A_fault_shows_its_stack_to_those_who_debug()
    {
        using var room = new TestRoom { Debug = true };
        await room.RunAsync("train", "rnig");
        Assert.Contains("   at ", room.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_run_says_why_and_where_it_stands()
    {
        _room.Coordinator.Play(Sample.Progress(1), Sample.Progress(7, RunState.Failed));
        Assert.Equal(ExitCode.Failed, await _room.RunAsync("train", "ring"));
        Assert.Contains("failed after 7 iterations: the discriminator's loss is NaN", _room.Error, StringComparison.Ordinal);
        Assert.Contains("runs/ring-20260102-030405", _room.Output.Replace('\\', '/'), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_cannot_start_is_a_failure()
    {
        _room.Coordinator.StartFault = new InvalidOperationException("no lane");
        Assert.Equal(ExitCode.Failed, await _room.RunAsync("train", "ring"));
        Assert.Contains("no lane", _room.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_interrupt_stops_the_run_in_order()
    {
        using var interrupt = new CancellationTokenSource();
        _room.Interrupt = interrupt.Token;
        _room.Coordinator.Play(Sample.Progress(5));
        _room.Coordinator.WhenWatched = look =>
        {
            if (look == 3)
                interrupt.Cancel();
        };
        _room.Coordinator.WhenStopped = coordinator => coordinator.Play(Sample.Progress(6), Sample.Progress(7, RunState.Stopped));
        Assert.Equal(ExitCode.Stopped, await _room.RunAsync("train", "ring"));
        Assert.Single(_room.Coordinator.Stops);
        Assert.Contains("stopping after iteration", _room.Output, StringComparison.Ordinal);
        Assert.Contains("stopped after 7 of 20,000 iterations", _room.Output, StringComparison.Ordinal);
        Assert.Contains("folder", _room.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupt_that_comes_too_late_changes_nothing()
    {
        using var interrupt = new CancellationTokenSource();
        _room.Interrupt = interrupt.Token;
        _room.Coordinator.Play(ToTheEnd);
        _room.Coordinator.WhenWatched = look =>
        {
            if (look == 3)
                interrupt.Cancel();
        };
        Assert.Equal(ExitCode.Done, await _room.RunAsync("train", "ring"));
    }

    [Fact]
    public async Task Each_look_asks_only_for_what_is_new()
    {
        _room.Coordinator.Play(ToTheEnd);
        await _room.RunAsync("train", "ring");
        Assert.Equal([0, 0, 2], _room.Coordinator.LooksAfter);
    }

    [Fact]
    public async Task Json_leaves_nothing_else_on_standard_output()
    {
        _room.Coordinator.Play(ToTheEnd);
        Assert.Equal(ExitCode.Done, await _room.RunAsync("train", "--json"));
        var names = _room.OutputLines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString());
        Assert.Equal(["started", "metrics", "sheet", "metrics", "finished"], names);
        Assert.Contains("quick start on", _room.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _room.Dispose();
}
