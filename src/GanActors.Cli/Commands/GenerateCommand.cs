using System.CommandLine;
using GanActors.Cli.Generation;

namespace GanActors.Cli.Commands;

/// <summary><c>ganactors generate</c>: its options, and what becomes of them.</summary>
internal static class GenerateCommand
{
    private const int MostItems = 1_000_000;

    public static Command Create(Surroundings surroundings)
    {
        var common = new GeneratorOptions();
        var count = WholeNumberOption.Create("--count", "How many; without it, as many as the grid or the run's sheets have", 1, MostItems);
        var grid = GridOption.Create("--grid", "Rows and columns of the sheet; about square without it");
        var each = new Option<string?>("--each") { Description = "One PNG for each image, into this new folder, instead of a sheet", HelpName = "DIR" };
        var output = new Option<string?>("--out")
        {
            Description = "The file: .png, or .csv of points; else beside the generator, named after the seed",
            HelpName = "FILE",
        };
        var generate = new CommandWithExamples(
            "generate", "Makes new items with a trained generator",
            new Example("ganactors generate runs/digits --seed 7 --grid 10x10", "A sheet of a hundred images, always the same for a seed."),
            new Example("ganactors generate runs/digits --count 5000 --each fakes", "Single images for other programs: fakes/0000.png and on."),
            new Example("ganactors generate runs/cgan-mnist --class 7 --count 25", "Sevens only, by a conditional generator."),
            new Example("ganactors generate generator.safetensors --truncation 0.7 --out best.png", "From a file alone; the likelier, the less varied."));
        common.AddTo(generate, noise: true);
        foreach (var option in new Option[] { count, grid, each, output })
            generate.Options.Add(option);
        generate.Validators.Add(result =>
        {
            if (result.GetResult(each) is not null && result.GetResult(output) is not null)
                result.AddError("--each and --out both say where images go; give one of them");
            else if (result.GetResult(each) is not null && result.GetResult(grid) is not null)
                result.AddError("--each makes single images, which have no --grid; give --count instead");
        });
        generate.SetAction((parsed, stop) =>
        {
            var wish = new GenerateWish(
                parsed.GetRequiredValue(common.Source), parsed.GetValue(common.Weights), common.Noise(parsed),
                (int?)parsed.GetValue(count), parsed.GetValue(grid), parsed.GetValue(each), parsed.GetValue(output));
            return Task.Run(() => new GenerateSession(wish, surroundings).Run(stop), stop);
        });
        return generate;
    }
}
