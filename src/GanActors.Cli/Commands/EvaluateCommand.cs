using System.CommandLine;
using GanActors.Cli.Evaluation;
using GanActors.Evaluation;

namespace GanActors.Cli.Commands;

/// <summary><c>ganactors evaluate</c>: its options, and what becomes of them.</summary>
internal static class EvaluateCommand
{
    private const int MostSamples = 100_000;

    public static Command Create(Surroundings surroundings)
    {
        var common = new GeneratorOptions();
        var samples = WholeNumberOption.Create(
            "--samples", "How many items; without it 10,000 images, 26,000 stacked digits or 2,500 points", GeneratorEvaluator.LeastSamples, MostSamples);
        var data = new Option<string?>("--data")
        {
            Description = "Where data sets lie by name; else GANACTORS_DATA, else the user's cache folder",
            HelpName = "DIR",
        };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output, as in the run's evaluation.json, instead of a table" };
        var evaluate = new CommandWithExamples(
            "evaluate", "Measures a trained generator: FID, KID, precision, recall, classes, modes",
            new Example("ganactors evaluate runs/dcgan-mnist", "All figures, beside what real items score; also into the run's evaluation.json."),
            new Example("ganactors evaluate ring --samples 2500", "Modes found, and the share of samples near one."),
            new Example("ganactors evaluate generator.safetensors --json", "Figures for a program, of a file alone."));
        common.AddTo(evaluate, noise: false);
        foreach (var option in new Option[] { samples, common.Seed, data, json })
            evaluate.Options.Add(option);
        evaluate.SetAction((parsed, stop) =>
        {
            var wish = new EvaluateWish(
                parsed.GetRequiredValue(common.Source), parsed.GetValue(common.Weights), (int?)parsed.GetValue(samples), parsed.GetValue(common.Seed),
                parsed.GetValue(data), parsed.GetValue(json));
            return new EvaluateSession(wish, surroundings).RunAsync(stop);
        });
        return evaluate;
    }
}
