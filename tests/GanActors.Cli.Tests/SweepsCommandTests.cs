using System.Text;
using GanActors.Recipes;
using GanActors.Runs;
using GanActors.Sweeps;

namespace GanActors.Cli.Tests;

/// <summary>Commands that look at sweeps and say what is wanted of them.</summary>
public sealed class SweepsCommandTests : IDisposable
{
    private readonly TestRoom _room = new();

    public void Dispose() => _room.Dispose();

    [Fact]
    public async Task Sweeps_are_listed_with_the_best_of_each()
    {
        Store();
        Assert.Equal(0, await _room.RunAsync("sweeps", "list"));
        Assert.Contains("rates", _room.Output, StringComparison.Ordinal);
        Assert.Contains("fid 12.5000 of trial 1", _room.Output, StringComparison.Ordinal);
        Assert.Contains("broken off", _room.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_sweep_it_is_said_how_to_start_one()
    {
        Assert.Equal(0, await _room.RunAsync("sweeps", "list"));
        Assert.Contains("ganactors sweep", _room.Output, StringComparison.Ordinal);
        Assert.Equal(2, await _room.RunAsync("sweeps", "show", "rates"));
        Assert.Contains("there is no sweep 'rates'", _room.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_leaderboard_has_the_trials_that_came_furthest_first_and_those_that_failed_last()
    {
        Store();
        Assert.Equal(0, await _room.RunAsync("sweeps", "show", "rates"));
        int[] places = [.. new[] { "12.5000", "40.5000", "9.2500" }.Select(figure => _room.Output.IndexOf(figure, StringComparison.Ordinal))];
        Assert.Equal(places.Order(), places);
        Assert.Contains("trial 3 failed (Diverged): NaN", _room.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_best_configuration_is_printed_as_options_and_trained_by_name()
    {
        Store();
        Assert.Equal(0, await _room.RunAsync("sweeps", "best", "rates"));
        Assert.Equal(["--set generator.optimizer.lr=0.001"], _room.OutputLines);
        _room.Coordinator.Play(Sample.Progress(7, RunState.Completed));
        Assert.Equal(0, await _room.RunAsync("train", "--from-best", "rates", "--set", "batch=32"));
        var recipe = _room.Coordinator.Order!.Recipe;
        Assert.Equal((0.001f, 32, 400L), (recipe.Generator.Optimizer.LearningRate, recipe.Batch, recipe.Run.Iterations));
    }

    [Fact]
    public async Task A_recipe_and_the_best_of_a_sweep_are_not_both_trained()
    {
        Assert.Equal(2, await _room.RunAsync("train", "ring", "--from-best", "rates"));
        Assert.Contains("--from-best names what to train", _room.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv", "rank,trial,state,iterations,fid")]
    [InlineData("json", "\"objective\": 12.5")]
    public async Task Results_are_exported(string format, string part)
    {
        Store();
        Assert.Equal(0, await _room.RunAsync("sweeps", "export", "rates", "--format", format));
        Assert.Contains(part, _room.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sweep_that_is_not_under_way_cannot_be_stopped_but_extended()
    {
        string folder = Store();
        Assert.Equal(2, await _room.RunAsync("sweeps", "stop", "rates"));
        Assert.Contains("is not under way", _room.Error, StringComparison.Ordinal);
        Assert.Equal(0, await _room.RunAsync("sweeps", "extend", "rates", "9"));
        Assert.Equal([new ExtendWish(9)], new SweepWishes(Path.Combine(folder, SweepFiles.Wishes)).Take());
        Assert.Equal(2, await _room.RunAsync("sweeps", "extend", "rates", "none"));
        Assert.Contains("not 'none'", _room.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_summary_is_told_by_its_file()
    {
        string folder = Store();
        File.WriteAllText(Path.Combine(folder, SweepFiles.Summary), "{ \"sweep\": ");
        Assert.Equal(2, await _room.RunAsync("sweeps", "show", "rates"));
        Assert.Contains("summary.json: cannot be read", _room.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such-sweep", "no sweep is named 'no-such-sweep'")]
    [InlineData("bad.yaml", "bad.yaml:3:38: space.generator.optimizer.lr")]
    public async Task A_sweep_that_cannot_be_read_is_told_where(string file, string part)
    {
        _room.Write("bad.yaml", Encoding.UTF8.GetBytes("recipe: ring\nspace:\n  generator.optimizer.lr: { uniform: [2, 1] }\nobjective: { metric: modes }\n"));
        string path = file.EndsWith(".yaml", StringComparison.Ordinal) ? Path.Combine(_room.Directory, file) : file;
        Assert.Equal(2, await _room.RunAsync("sweep", path));
        Assert.Contains(part, _room.Error, StringComparison.Ordinal);
    }

    private string Store()
    {
        var space = new SearchSpace([new Parameter("generator.optimizer.lr", new LogUniformDistribution(1e-5, 1e-2))]);
        var objective = new ObjectiveSpec("fid", Minimize: true);
        var spec = new SweepSpec(
            "rates", "for tests", RecipeWriter.Write(RecipeLibrary.Shipped.Read("keras-mnist-mlp", ["data.name=digits"]).Recipe), space, objective,
            new SearchSpec(new RandomSamplerSpec()), new BudgetSpec(4, 400));
        Trial[] trials =
        [
            Trial(0, "0.01", TrialState.Completed, (400, 40.5)), Trial(1, "0.001", TrialState.Completed, (200, 50), (400, 12.5)),
            Trial(2, "0.1", TrialState.Reported, (200, 9.25)), Trial(3, "1", TrialState.Failed) with { Failure = "NaN", Fault = RunFault.Diverged },
        ];
        var progress = new SweepProgress(SweepState.Running, null, [.. trials], 4, 1000, 10, TimeSpan.FromSeconds(5), "cnn abc");
        string folder = Path.Combine(_room.Directory, "sweeps", "rates");
        _room.Write("sweeps/rates/sweep.yaml", Encoding.UTF8.GetBytes(SweepWriter.Write(spec)));
        _room.Write("sweeps/rates/summary.json", Encoding.UTF8.GetBytes(new SweepSummary("rates", objective, progress).ToJson()));
        _room.Write("sweeps/rates/leaderboard.csv", Encoding.UTF8.GetBytes(Leaderboard.Csv(spec, trials)));
        return folder;
    }

    private static Trial Trial(int number, string rate, TrialState state, params (long Iteration, double Objective)[] reports) => new(
        number, new Configuration([new Setting(0, "generator.optimizer.lr", rate)]), state, 0, 400,
        [.. reports.Select(report => new TrialFigures(report.Iteration, report.Objective, [report.Objective], TimeSpan.FromSeconds(number)))]);
}
