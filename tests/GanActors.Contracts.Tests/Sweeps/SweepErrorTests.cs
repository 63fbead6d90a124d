namespace GanActors.Contracts.Tests.Sweeps;

/// <summary>Whatever is wrong with a sweep, one line says where, what and what would be right.</summary>
public sealed class SweepErrorTests
{
    private const string Rate = "generator.optimizer.lr: { loguniform: [1.0e-5, 1.0e-2] }";

    public static TheoryData<string, string, string?, string> Faults => new()
    {
        { "name: whole", "§nmae: whole", "nmae", "unknown key; did you mean 'name'?" },
        { "name: whole", "name: §Not a name", "name", "expected a name: at most 64 lower-case letters and digits, joined by single hyphens, found 'Not a name'" },
        { "recipe: keras-mnist-mlp", "recipe: §keras-mnist-mpl", "recipe", "no recipe is named 'keras-mnist-mpl'; did you mean 'keras-mnist-mlp'?" },
        { "recipe: keras-mnist-mlp", "recipe: §[1]", "recipe", "expected a text, found a list" },
        { "set: { data.name", "set: { §a b: 1, data.name", "set", "'a b' is no dotted key of the recipe, such as data.name" },
        { "batch: 64", "batch: §0", "set.batch", "0 is out of range: expected a whole number from 1 to 65536" },
        { "batch: 64", "generator: §{ layers: [ leaky_rleu ] }", "set.generator", "generator.layers[0]: unknown layer 'leaky_rleu'; did you mean 'leaky_relu'?" },
        { Rate, "§generator.optimizer.rl: { uniform: [0, 1] }", "space.generator.optimizer.rl", "'0' does not work where the others have their first values: unknown key; did you mean 'lr'?" },
        { Rate, "generator.optimizer.lr: §0.1", "space.generator.optimizer.lr", "expected one of uniform, loguniform, quniform, int, choice, grid, such as { uniform: [0, 1] } or { choice: [1, 2, 5] }, found '0.1'" },
        { Rate, "generator.optimizer.lr: { §log_uniform: [1, 2] }", "space.generator.optimizer.lr", "there is no distribution 'log_uniform'; did you mean 'loguniform'?" },
        { Rate, "generator.optimizer.lr: { loguniform: [§0, 1] }", "space.generator.optimizer.lr.loguniform[0]", "0 is out of range: expected a number above 0 and at most 1E+09" },
        { Rate, "generator.optimizer.lr: { loguniform: §[0.1, 0.01] }", "space.generator.optimizer.lr.loguniform", "expected the lower bound first, and another one after it, found [0.1, 0.01]" },
        { Rate, "generator.optimizer.lr: { loguniform: [1, §.nan] }", "space.generator.optimizer.lr.loguniform[1]", "expected a finite number above 0 and at most 1E+09, found '.nan'" },
        { Rate, "§generator.optimizer.lr: { loguniform: [0.1, 20] }", "space.generator.optimizer.lr", "'20' does not work: 20 is out of range: expected a number above 0 and at most 10" },
        { "betas[0]: { uniform: [0, 0.9] }", "betas[0]: { uniform: §[0, 0.5, 0.9] }", "space.discriminator.optimizer.betas[0].uniform", "expected the bounds, such as [0, 0.9], found a list of 3" },
        { "discriminator.optimizer.betas[0]: { uniform: [0, 0.9] }", "§discriminator.optimizer.betas[0]: { uniform: [0, 1] }", "space.discriminator.optimizer.betas[0]", "'1' does not work: 1 is out of range: expected a number at least 0 and below 1" },
        { "schedule.generator: { int: [1, 3] }", "schedule.generator: { int: [1, §3.5] }", "space.schedule.generator.int[1]", "expected a whole number from -1000000000 to 1000000000, found '3.5'" },
        { "schedule.generator: { int: [1, 3] }", "schedule.generator: { int: §[3, 3] }", "space.schedule.generator.int", "expected the lower bound first, and another one after it, found [3, 3]" },
        { "accuracy: 0.7 } ]", "accuracy: 1.7 } ]", "space.schedule", "?" },
        { "noise.size: { grid: [32, 64, 128] }", "noise.size: { grid: [32, 64, §64] }", "space.noise.size.grid", "'64' is given twice; the first is at test.yaml:10:28" },
        { "noise.size: { grid: [32, 64, 128] }", "noise.size: { grid: §[] }", "space.noise.size.grid", "there is nothing to choose from; write at least one value" },
        { "noise.size: { grid: [32, 64, 128] }", "§run.iterations: { grid: [32, 64, 128] }", "space.run.iterations", "a run's length is budget.iterations, and its seed follows from the sweep's; remove it" },
        { "noise.size: { grid: [32, 64, 128] }", "§data.name: { grid: [mnist, ring] }", "space.data.name", "figures of runs on different data cannot be compared; remove it, or make a sweep of each" },
        { "noise.size: { grid: [32, 64, 128] }", "§schedule.generator: { grid: [1, 2] }", "space.schedule.generator", "given twice; the first is at test.yaml:9:3" },
        { "noise.size: { grid: [32, 64, 128] }", "§schedule: { grid: [ { generator: 2 } ] }", "space.schedule", "given twice; the first is at test.yaml:8:3" },
        { "noise.size: { grid: [32, 64, 128] }", "§generator.optimizer: { choice: [ { lr: 0.1 } ] }", "space.generator.optimizer", "replaces what generator.optimizer.lr has set at test.yaml:6:3; put it before that, or give them different conditions" },
        { "[0, 0.3, 0.1]", "[0, 0.3, §0.4]", "space.loss.label_smoothing.quniform[2]", "no second value fits between the bounds; write a step of at most 0.3" },
        { "loss.label_smoothing: { quniform: [0, 0.3, 0.1] }", "§loss.label_smoothing: { quniform: [0, 0.5, 0.1] }", "space.loss.label_smoothing", "'0.5' does not work: 0.5 is out of range: expected a number at least 0 and below 0.5" },
        { "      hinge:\n        penalty:", "      hinge:\n        §loss.label_smoothing: { choice: [0.1, 0.2] }\n        penalty:", "space.loss.label_smoothing", "'0.1' does not work: means nothing to hinge, which has no labels to move; remove it, or choose another kind" },
        { "metric: kid", "metric: §fidd", "objective.metric", "there is no figure 'fidd'; did you mean 'fid'?" },
        { "metric: kid", "metric: §class_agreement", "objective.metric", "only a conditional generator is asked for classes; write another figure, or vary a recipe with conditional: true" },
        { "direction: minimize", "direction: §min", "objective.direction", "expected one of minimize, maximize, found 'min'; did you mean 'minimize'?" },
        { "seeds: 2", "seeds: §0", "objective.seeds", "0 is out of range: expected a whole number from 1 to 1000" },
        { "samples: 500", "samples: §5", "objective.samples", "5 is out of range: expected a whole number from 16 to 100000" },
        { "metric: kid", "metric: g_loss", "objective.samples", "?" },
        { "kind: asha", "kind: §ashaa", "scheduler.kind", "expected one of grid, random, sobol, tpe, successive-halving, asha, hyperband, pbt, median, found 'ashaa'; did you mean 'asha'?" },
        { "rungs: [300, 900, 2700]", "rungs: §[300, 900, 900]", "scheduler.rungs", "rungs rise, and 900 comes after 900; write for example [300, 900, 2700]" },
        { "rungs: [300, 900, 2700]", "rungs: §[300, 900]", "scheduler.rungs", "the last rung is 900, and budget.iterations is 2700; they are the same: remove one, or make them equal" },
        { "trials: 30", "trials: 8", "scheduler.rungs", "?" },
        { "eta: 3", "eta: §1", "scheduler.eta", "1 is out of range: expected a whole number from 2 to 100" },
        { "eta: 3", "every: §3", "scheduler.every", "means nothing to asha; remove it, or choose another kind" },
        { "tpe: { startup: 12", "tpe: { §starts: 12", "scheduler.sampler.tpe.starts", "unknown key; did you mean 'startup'?" },
        { "gamma: 0.2", "gamma: §1", "scheduler.sampler.tpe.gamma", "1 is out of range: expected a number above 0 and below 1" },
        { "sampler: { tpe:", "sampler: { §tpee:", "scheduler.sampler", "expected one of random, sobol, tpe, found 'tpee'; did you mean 'tpe'?" },
        { "trials: 30", "trials: §100001", "budget.trials", "100001 is out of range: expected a whole number from 1 to 100000" },
        { "wall_time: 1h30m", "wall_time: §25", "budget.wall_time", "expected a time such as 25m, 1h30m or 90s, at most 10000h, or none, found '25'" },
        { "wall_time: 1h30m", "wall_time: §99999999999h", "budget.wall_time", "expected a time such as 25m, 1h30m or 90s, at most 10000h, or none, found '99999999999h'" },
        { "parallel: 2", "parallel: §0", "budget.parallel", "0 is out of range: expected a whole number from 1 to 1024" },
        { "seed: 7", "seed: §-7", "seed", "-7 is out of range: expected a whole number from 0 to 18446744073709551615" },
        { "retries: 2", "retries: §many", "retries", "expected a whole number from 0 to 100, found 'many'" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_named(string good, string bad, string? key, string problem)
    {
        if (problem == "?")
            Assert.Equal(key, SweepText.Fault(SweepText.Spoilt(good, bad)).Key);
        else
            SweepText.AssertFaultIsNamed(good, bad, key, problem);
    }

    [Fact]
    public void Values_that_work_alone_and_not_together_are_told_before_anything_starts()
    {
        const string text = """
            recipe: keras-mnist-mlp
            space:
              schedule.generator: { int: [1, 2] }
              schedule.fakes: { choice: [fresh, reused] }
            objective: fid
            """;
        Assert.Equal(
            "test.yaml:4:3: space.schedule.fakes: 'reused' does not go with schedule.generator='2': reused fakes serve one generator sub-step only, and schedule.generator is 2; "
            + "write fresh, or generator: 1; make one a condition of the other",
            SweepText.Fault(text).Message);
    }

    [Fact]
    public void Points_have_no_features() =>
        Assert.Equal(
            "test.yaml:4:12: objective: the items of ring are points, which have modes, high_quality, reverse_kl",
            SweepText.Fault(SweepText.Least.Replace("keras-mnist-mlp", "ring", StringComparison.Ordinal)).Message);

    [Fact]
    public void A_grid_needs_an_end_of_values() =>
        Assert.Equal(
            "test.yaml:3:3: space.generator.optimizer.lr: a grid needs an end of values, and this range has none; write grid: [...], quniform: [low, high, step], or another scheduler",
            SweepText.Fault(SweepText.Least + "scheduler: grid\n").Message);

    [Fact]
    public void A_grid_with_too_many_points_needs_a_budget()
    {
        string text = SweepText.Least.Replace("generator.optimizer.lr: { loguniform: [1.0e-5, 1.0e-2] }", "batch: { int: [1, 60000] }\n  noise.size: { int: [1, 60000] }", StringComparison.Ordinal) + "scheduler: grid\n";
        Assert.Equal("scheduler", SweepText.Fault(text).Key?.Split('.')[0]);
        Assert.Equal(100, SweepText.Read(text + "budget: { trials: 100 }\n").Budget.Trials);
    }

    [Fact]
    public void A_population_changes_only_what_can_change_in_a_run() =>
        Assert.Equal("space.noise.size", SweepText.Fault(SweepText.Least.Replace("generator.optimizer.lr: {", "noise.size: { choice: [1, 2] }\n  generator.optimizer.lr: {", StringComparison.Ordinal) + "scheduler: pbt\n").Key);

    [Fact]
    public void A_population_of_which_nobody_gives_way_is_none() =>
        Assert.Equal("scheduler.quantile", SweepText.Fault(SweepText.Least + "scheduler: { kind: pbt, quantile: 0.1 }\nbudget: { trials: 4 }\n").Key);

    [Fact]
    public void A_recipe_in_epochs_does_not_say_how_many_iterations() =>
        Assert.Equal(
            "test.yaml:1:1: budget.iterations: missing, and the recipe counts in epochs; write for example iterations: 3000",
            SweepText.Fault(SweepText.Least.Replace("keras-mnist-mlp", "mnist-100-epochs", StringComparison.Ordinal)).Message);

    [Fact]
    public void A_fault_of_a_recipe_within_the_sweep_is_told_at_its_line()
    {
        var fault = SweepText.Fault("recipe:\n  generator: { layers: [ tanh ] }\n  discriminator: { layers: [ { dense: 0 } ] }\nspace: { batch: { int: [1, 2] } }\nobjective: fid\n");
        Assert.Equal((3, "recipe.discriminator.layers[0].dense"), (fault.Line, fault.Key));
    }

    [Fact]
    public void A_fault_of_the_recipes_file_is_told_there() =>
        Assert.StartsWith(
            "./nowhere.yaml: there is no such file",
            SweepText.Fault(SweepText.Least.Replace("keras-mnist-mlp", "./nowhere.yaml", StringComparison.Ordinal)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("", "the sweep is empty; it needs at least a recipe, a space and an objective")]
    [InlineData("[]", "expected a mapping with the keys recipe, space, objective, and more, found an empty list")]
    [InlineData("name: a", "missing; write for example recipe: keras-mnist-mlp")]
    [InlineData("recipe: ring", "missing; write for example space: { generator.optimizer.lr: { loguniform: [1.0e-5, 1.0e-2] } }")]
    [InlineData("recipe: ring\nspace: {}", "expected the values that are varied, such as generator.optimizer.lr: { loguniform: [1.0e-5, 1.0e-2] }, found an empty mapping")]
    [InlineData("recipe: ring\nspace: { batch: { int: [1, 2] } }", "missing; write for example objective: { metric: fid, direction: minimize, seeds: 2 }")]
    public void What_is_missing_is_told_with_an_example(string text, string problem) => Assert.Equal(problem, SweepText.Fault(text).Problem);
}
