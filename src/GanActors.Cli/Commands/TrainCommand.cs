using System.CommandLine;
using GanActors.Cli.Runs;
using GanActors.Cli.Training;
using GanActors.Client;
using GanActors.Recipes;
using GanActors.Server.Hosting;

namespace GanActors.Cli.Commands;

/// <summary><c>ganactors train</c>: its options, and what becomes of them.</summary>
internal static class TrainCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var recipe = new Argument<string?>("recipe")
        {
            Description = "A recipe's name (see `ganactors recipes list`) or a YAML file; without it, the quick start on the best data at hand",
            HelpName = "RECIPE",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var output = new Option<string?>("--out") { Description = "The folder for the results; else runs/<run-id>", HelpName = "DIR" };
        var seed = WholeNumberOption.Create("--seed", "Where all random numbers start: the same seed, the same run", 0, ulong.MaxValue);
        var resume = new Option<bool>("--resume-if-exists") { Description = "Goes on with the run in --out if there is one: for a scheduler that starts a job again" };
        var best = new Option<string?>("--from-best") { Description = "Trains the best configuration of a sweep: its folder, or its name under sweeps/", HelpName = "SWEEP" };
        var server = ServerOption.Create();
        var ui = new Option<bool>("--ui") { Description = $"Shows the run in pages, too, at {PageSettings.DefaultUrl} or a free port of this machine" };
        var options = new RunOptions();

        var train = new CommandWithExamples(
            "train", "Trains a GAN and shows it learn",
            new Example("ganactors train", "The quick start on the best data at hand: MNIST, Fashion-MNIST or built-in digits."),
            new Example("ganactors train keras-mnist-mlp --set data.name=fashion-mnist --iterations 5000", "Another recipe, on clothes instead of digits."),
            new Example("ganactors train ring --seed 7 --out runs/ring-7 --json > ring-7.jsonl", "Figures for a program; the rest lies in runs/ring-7."));
        train.Arguments.Add(recipe);
        options.AddTo(train, output, seed, resume, best, server, ui);
        train.Validators.Add(result =>
        {
            if (result.GetResult(resume) is { Implicit: false } && result.GetResult(output) is null)
                result.AddError("--resume-if-exists needs --out, the folder that a run may be in");
            if (result.GetResult(best) is not null && result.GetResult(recipe) is { Tokens.Count: > 0 })
                result.AddError("--from-best names what to train; leave the recipe out");
        });
        train.SetAction((parsed, stop) =>
        {
            var overrides = options.Overrides(parsed);
            RunOptions.AddOverride(overrides, "run.seed", parsed.GetValue(seed));
            if (server.Find(parsed) is { } client)
            {
                ServerOption.Refuse(parsed, [output, resume, best, ui, .. options.Own]);
                return AtServer(client, parsed.GetValue(recipe), overrides, options, parsed, surroundings, stop);
            }

            var wish = new TrainingWish(
                parsed.GetValue(recipe), overrides, options.Data(parsed), parsed.GetValue(output), options.Threads(parsed), options.Json(parsed),
                parsed.GetValue(resume) ? ResumeWish.IfThereIsOne : ResumeWish.Never, parsed.GetValue(best),
                options.Cluster(parsed), options.Device(parsed), options.Metrics(parsed), options.Engine(parsed), parsed.GetValue(ui));
            return new TrainingSession(wish, surroundings).RunAsync(stop);
        });
        return train;
    }

    private static async Task<int> AtServer(
        GanActorsClient client, string? recipe, IReadOnlyList<string> overrides, RunOptions options, ParseResult parsed, Surroundings surroundings, CancellationToken stop)
    {
        using (client)
        {
            bool isFile = recipe is not null && (recipe.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) || Path.HasExtension(recipe));
            string? yaml = isFile ? await File.ReadAllTextAsync(Path.GetFullPath(recipe!, surroundings.CurrentDirectory), stop) : null;
            string device = options.Device(parsed).ToString().ToLowerInvariant();
            return await new ServerTraining(client, surroundings, options.Json(parsed)).Train(new StartRun(isFile ? null : recipe ?? RecipeLibrary.QuickStart, yaml, overrides, Device: device), stop);
        }
    }
}
