using System.CommandLine;
using System.Globalization;
using GanActors.Cli.Training;

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
        var set = new Option<string[]>("--set")
        {
            Description = "Changes one value of the recipe, for example generator.optimizer.lr=0.0005; may be repeated",
            HelpName = "KEY=VALUE",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };
        set.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (token.Value.IndexOf('=', StringComparison.Ordinal) < 1)
                    result.AddError($"--set takes key=value, for example data.name=fashion-mnist, not '{token.Value}'");
            }
        });
        var data = new Option<string?>("--data")
        {
            Description = "Where data sets lie by name; else GANACTORS_DATA, else the user's cache folder",
            HelpName = "DIR",
        };
        var output = new Option<string?>("--out") { Description = "The folder for the results; else runs/<run-id>", HelpName = "DIR" };
        var seed = WholeNumberOption.Create("--seed", "Where all random numbers start: the same seed, the same run", 0, ulong.MaxValue);
        var epochs = WholeNumberOption.Create("--epochs", "How long: passes over the real items", 1, int.MaxValue);
        var iterations = WholeNumberOption.Create("--iterations", "How long: discriminator and generator phases", 1, long.MaxValue);
        var threads = WholeNumberOption.Create("--threads", "Threads of the CPU device; all cores without it. The results are the same", 1, 1024);
        var json = new Option<bool>("--json") { Description = "One JSON object a line on standard output: started, metrics, sheet, epoch, modes, finished" };

        var train = new CommandWithExamples(
            "train", "Trains a GAN and shows it learn",
            new Example("ganactors train", "The quick start on the best data at hand: MNIST, Fashion-MNIST or built-in digits."),
            new Example("ganactors train keras-mnist-mlp --set data.name=fashion-mnist --iterations 5000", "Another recipe, on clothes instead of digits."),
            new Example("ganactors train ring --seed 7 --out runs/ring-7 --json > ring-7.jsonl", "Figures for a program; the rest lies in runs/ring-7."));
        train.Arguments.Add(recipe);
        foreach (var option in new Option[] { set, data, output, seed, epochs, iterations, threads, json })
            train.Options.Add(option);
        train.Validators.Add(result =>
        {
            if (result.GetResult(epochs) is not null && result.GetResult(iterations) is not null)
                result.AddError("--epochs and --iterations both say how long; give one of them");
        });
        train.SetAction((parsed, stop) =>
        {
            var overrides = new List<string>(parsed.GetValue(set) ?? []);
            void Add(string key, Option<ulong?> option)
            {
                if (parsed.GetValue(option) is { } value)
                    overrides.Add(string.Create(CultureInfo.InvariantCulture, $"{key}={value}"));
            }

            Add("run.seed", seed);
            Add("run.epochs", epochs);
            Add("run.iterations", iterations);
            var wish = new TrainingWish(
                parsed.GetValue(recipe), overrides, parsed.GetValue(data), parsed.GetValue(output), (int?)parsed.GetValue(threads), parsed.GetValue(json));
            return new TrainingSession(wish, surroundings).RunAsync(stop);
        });
        return train;
    }
}
