using GanActors.Grains.Sweeps;
using GanActors.Networks;
using GanActors.Populations;
using GanActors.Recipes;
using GanActors.Runs;
using GanActors.Sweeps;

namespace GanActors.Grains.Tests.Sweeps;

/// <summary>Whole sweeps, their trials trained as runs.</summary>
public sealed class SweepTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ganactors-").FullName;

    private string Folder => Path.Combine(_root, "sweep");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_random_search_trains_every_trial_to_its_end()
    {
        await using var cluster = await GrainCluster.Start();
        var progress = await TinySweeps.Run(cluster, TinySweeps.Of(TinySweeps.Random), Folder);
        Assert.True(progress.State == SweepState.Completed, progress.Reason);
        Assert.Equal(6, progress.Trials.Length);
        Assert.All(progress.Trials, trial => Assert.Equal((TrialState.Completed, 8L), (trial.State, trial.Latest!.Iteration)));
        Assert.Equal(48, progress.Iterations);
        Assert.Equal(progress.Trials.Length, TinySweeps.Measured(Folder).Distinct().Count());
        Assert.Equal(7, TinySweeps.Board(Folder).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_trial_is_the_run_that_train_would_make_of_its_configuration()
    {
        await using var cluster = await GrainCluster.Start();
        var spec = TinySweeps.Of(TinySweeps.Random, trials: 1);
        var progress = await TinySweeps.Run(cluster, spec, Folder);
        var (recipe, _) = TrialRecipe.Of(spec, progress.Trials[0].Configuration, 0);
        var (whole, _) = await WholeRun.Of(cluster, recipe, _root);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(whole, "generator.safetensors")),
            File.ReadAllBytes(Path.Combine(Folder, SweepFiles.Run(0, 1), "generator.safetensors")));
    }

    [Fact]
    public async Task A_promoted_trial_ends_as_if_it_had_never_paused()
    {
        await using var cluster = await GrainCluster.Start();
        var spec = TinySweeps.Of(TinySweeps.Halving(asynchronous: false), trials: 4);
        var progress = await TinySweeps.Run(cluster, spec, Folder);
        var best = Leaderboard.Best(spec.Objective, progress.Trials)!;
        Assert.Equal([2L, 4L, 8L], best.Reports.Select(report => report.Iteration));
        var (whole, _) = await WholeRun.Of(cluster, TrialRecipe.Of(spec, best.Configuration, 0).Recipe, _root);
        ResumeTests.AssertSame(whole, Path.Combine(Folder, SweepFiles.Run(best.Number, 1)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sweep_broken_off_again_and_again_repeats_nothing(bool asynchronous)
    {
        await using var cluster = await GrainCluster.Start();
        var spec = TinySweeps.Of(TinySweeps.Halving(asynchronous), trials: 8);
        string whole = Path.Combine(_root, "whole");
        await TinySweeps.Run(cluster, spec, whole);
        for (int measured = 1; measured <= 9; measured += 2)
        {
            var broken = await TinySweeps.Run(cluster, spec, Folder, resume: measured > 1, stopAfter: measured);
            Assert.True(broken.State is SweepState.Stopped or SweepState.Completed, broken.Reason);
        }

        var progress = await TinySweeps.Run(cluster, spec, Folder, resume: true);
        Assert.True(progress.State == SweepState.Completed, progress.Reason);
        string[] done = [.. TinySweeps.Measured(Folder)];
        Assert.Equal(done.Distinct(), done);
        if (!asynchronous)
            Assert.Equal(TinySweeps.Board(whole), TinySweeps.Board(Folder));
        Assert.Equal(8, progress.Trials.Length);
        var lines = SweepJournal.Read(Path.Combine(Folder, SweepFiles.Journal));
        Assert.IsType<Finished>(SweepLife.Replay(spec, lines, "journal").Scheduler.Ask().Decision);
    }

    [Fact]
    public async Task A_trial_that_diverges_fails_alone_and_is_not_tried_again()
    {
        await using var cluster = await GrainCluster.Start();
        // A Wasserstein loss knows no bounds, and with such steps two layers make each other grow tenfold an iteration.
        var space = new SearchSpace([new Parameter("discriminator.optimizer", new ChoiceDistribution(["{ lr: 0.001 }", "{ kind: sgd, lr: 10 }", "{ lr: 0.01 }"]))]);
        var unbounded = TinyRecipes.Ring(iterations: 80) with { Loss = new LossSpec(LossKind.Wasserstein) };
        var spec = TinySweeps.Of(new GridSpec(), trials: 3, iterations: 80, space) with { RecipeYaml = RecipeWriter.Write(unbounded) };
        var progress = await TinySweeps.Run(cluster, spec, Folder);
        Assert.Equal(SweepState.Completed, progress.State);
        Assert.Equal([TrialState.Completed, TrialState.Failed, TrialState.Completed], progress.Trials.Select(trial => trial.State));
        Assert.Equal(RunFault.Diverged, progress.Trials[1].Fault);
        Assert.Single(SweepJournal.Read(Path.Combine(Folder, SweepFiles.Journal)).OfType<Broke>());
    }

    [Fact]
    public async Task A_run_that_cannot_be_started_is_tried_again_as_often_as_the_sweep_says()
    {
        await using var cluster = await GrainCluster.Start();
        // A file where the run's folder is to be.
        Directory.CreateDirectory(Path.Combine(Folder, SweepFiles.Trials, "0001"));
        File.WriteAllText(Path.Combine(Folder, SweepFiles.Run(1, 1)), "in the way");
        var progress = await TinySweeps.Run(cluster, TinySweeps.Of(TinySweeps.Random, trials: 3) with { Retries = 2 }, Folder);
        Assert.Equal([TrialState.Completed, TrialState.Failed, TrialState.Completed], progress.Trials.Select(trial => trial.State));
        Assert.Equal(RunFault.Other, progress.Trials[1].Fault);
        Assert.Equal([true, true, false], SweepJournal.Read(Path.Combine(Folder, SweepFiles.Journal)).OfType<Broke>().Select(line => line.Again));
    }

    [Fact]
    public async Task Every_seed_of_a_configuration_is_a_run_and_their_median_the_objective()
    {
        await using var cluster = await GrainCluster.Start();
        var objective = new ObjectiveSpec("g_loss", Minimize: true, Seeds: 3, Combine: SeedStatistic.Median);
        var progress = await TinySweeps.Run(cluster, TinySweeps.Of(TinySweeps.Random, trials: 2, objective: objective), Folder);
        Assert.All(progress.Trials, trial =>
        {
            Assert.Equal(3, trial.Latest!.Seeds.Distinct().Count());
            Assert.Equal(trial.Latest.Seeds.Order().ElementAt(1), trial.Latest.Objective);
        });
        Assert.Equal(48, progress.Iterations);
    }

    [Fact]
    public async Task The_objective_may_be_a_figure_of_an_evaluation()
    {
        await using var cluster = await GrainCluster.Start();
        var objective = new ObjectiveSpec(FigureNames.Modes, Minimize: false, Samples: 100);
        var progress = await TinySweeps.Run(cluster, TinySweeps.Of(TinySweeps.Halving(asynchronous: true), trials: 4, objective: objective), Folder);
        Assert.True(progress.State == SweepState.Completed, progress.Reason);
        Assert.All(progress.Trials, trial => Assert.InRange(trial.Latest!.Objective, 0, 8));
        Assert.Null(progress.Extractor);
    }

    [Fact]
    public async Task A_member_of_a_population_takes_over_the_networks_of_a_better_one()
    {
        await using var cluster = await GrainCluster.Start();
        var spec = TinySweeps.Of(TinySweeps.Population, trials: 4, iterations: 12);
        string whole = Path.Combine(_root, "whole");
        var progress = await TinySweeps.Run(cluster, spec, whole);
        Assert.True(progress.State == SweepState.Completed, progress.Reason);
        var heirs = progress.Trials.SelectMany(trial => trial.Reports.Where(report => report.Donor is not null).Select(report => (trial.Number, report))).ToList();
        Assert.Equal(2, heirs.Count);
        Assert.All(heirs, heir => Assert.Contains("taken_over", File.ReadAllText(Path.Combine(whole, SweepFiles.Run(heir.Number, 1), RunFiles.Events)), StringComparison.Ordinal));

        for (int measured = 1; measured <= 9; measured += 2)
            await TinySweeps.Run(cluster, spec, Folder, resume: measured > 1, stopAfter: measured);
        progress = await TinySweeps.Run(cluster, spec, Folder, resume: true);
        Assert.True(progress.State == SweepState.Completed, progress.Reason);
        Assert.Equal(TinySweeps.Board(whole), TinySweeps.Board(Folder));
        foreach (var trial in progress.Trials)
        {
            string run = SweepFiles.Run(trial.Number, 1);
            Assert.Equal(File.ReadAllBytes(Path.Combine(whole, run, "generator.safetensors")), File.ReadAllBytes(Path.Combine(Folder, run, "generator.safetensors")));
        }
    }

    [Fact]
    public async Task A_member_that_failed_comes_back_with_the_networks_of_another()
    {
        await using var cluster = await GrainCluster.Start();
        var rates = new SearchSpace([new Parameter("discriminator.optimizer.lr", new ChoiceDistribution(["0.001", "0.002", "10"], IsOrdered: true))]);
        var ring = TinyRecipes.Ring(iterations: 80);
        var unbounded = ring with { Loss = new LossSpec(LossKind.Wasserstein), Discriminator = ring.Discriminator with { Optimizer = new OptimizerSpec(OptimizerKind.Sgd, 0.001f) } };
        var spec = TinySweeps.Of(new PopulationSpec(40, 0.25, 0, [0.8, 1.2]), trials: 6, iterations: 80, rates) with { RecipeYaml = RecipeWriter.Write(unbounded) };
        var progress = await TinySweeps.Run(cluster, spec, Folder);
        Assert.True(progress.State == SweepState.Completed, progress.Reason);
        int[] failed = [.. SweepJournal.Read(Path.Combine(Folder, SweepFiles.Journal)).OfType<Broke>().Where(line => line.Fault == RunFault.Diverged).Select(line => line.Trial)];
        Assert.NotEmpty(failed);
        var back = progress.Trials.First(trial => failed.Contains(trial.Number) && trial.Reports is [{ Donor: not null, Iteration: 80 }]);
        Assert.Equal(TrialState.Completed, back.State);
        string[] rows = File.ReadAllLines(Path.Combine(Folder, SweepFiles.Run(back.Number, 1), RunFiles.Metrics));
        Assert.StartsWith("41,", rows[1], StringComparison.Ordinal);
        Assert.Equal(41, rows.Length);
    }

    [Fact]
    public async Task A_sweep_is_extended_by_a_wish_from_outside_also_when_it_is_complete()
    {
        await using var cluster = await GrainCluster.Start();
        var spec = TinySweeps.Of(TinySweeps.Random, trials: 2);
        await TinySweeps.Run(cluster, spec, Folder);
        new SweepWishes(Path.Combine(Folder, SweepFiles.Wishes)).Add(new ExtendWish(3));
        var progress = await TinySweeps.Run(cluster, spec, Folder, resume: true);
        Assert.Equal((SweepState.Completed, 5, 5), (progress.State, progress.Budget, progress.Trials.Length));
        Assert.All(progress.Trials, trial => Assert.Equal(TrialState.Completed, trial.State));
    }

    [Fact]
    public async Task A_paused_sweep_begins_nothing_until_it_is_told_to_go_on()
    {
        await using var cluster = await GrainCluster.Start();
        var grain = cluster.Grains.GetGrain<ISweepGrain>("paused");
        await grain.Start(new SweepOrder("paused", TinySweeps.Of(TinySweeps.Random, trials: 40), Folder, Parallel: 1));
        await grain.Pause();
        var paused = await grain.Watch();
        while (paused.Trials.Any(trial => trial.State == TrialState.Running))
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
            paused = await grain.Watch();
        }

        Assert.Equal(SweepState.Paused, paused.State);
        Assert.InRange(paused.Trials.Length, 0, 39);
        await grain.Unpause();
        while ((await grain.Watch()).State == SweepState.Running)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        Assert.Equal(40, (await grain.Watch()).Trials.Length);
    }

    [Fact]
    public async Task A_folder_with_a_sweep_is_not_begun_anew_and_one_without_is_not_resumed()
    {
        await using var cluster = await GrainCluster.Start();
        var spec = TinySweeps.Of(TinySweeps.Random, trials: 1);
        var none = await Assert.ThrowsAsync<SweepException>(() => TinySweeps.Run(cluster, spec, Folder, resume: true));
        Assert.Contains("no sweep", none.Message, StringComparison.Ordinal);
        await TinySweeps.Run(cluster, spec, Folder);
        var there = await Assert.ThrowsAsync<SweepException>(() => TinySweeps.Run(cluster, spec, Folder));
        Assert.Contains("a sweep already", there.Message, StringComparison.Ordinal);
        var other = await Assert.ThrowsAsync<SweepException>(() => TinySweeps.Run(cluster, spec with { Seed = 2 }, Folder, resume: true));
        Assert.Contains("another sweep", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_of_the_journal_that_was_cut_off_is_forgotten_and_one_that_makes_no_sense_refused()
    {
        await using var cluster = await GrainCluster.Start();
        var spec = TinySweeps.Of(TinySweeps.Random, trials: 2);
        await TinySweeps.Run(cluster, spec, Folder);
        string journal = Path.Combine(Folder, SweepFiles.Journal), board = TinySweeps.Board(Folder);
        byte[] bytes = File.ReadAllBytes(journal);
        for (int cut = 1; cut <= bytes.Length; cut += 97)
        {
            File.WriteAllBytes(journal, bytes[..^cut]);
            Assert.Equal(SweepState.Completed, (await TinySweeps.Run(cluster, spec, Folder, resume: true)).State);
            Assert.Equal(board, TinySweeps.Board(Folder));
        }

        File.AppendAllText(journal, "{\"kind\":\"nonsense\"}\n");
        var fault = await Assert.ThrowsAsync<SweepException>(() => TinySweeps.Run(cluster, spec, Folder, resume: true));
        Assert.Contains("journal.jsonl:", fault.Message, StringComparison.Ordinal);
    }
}
