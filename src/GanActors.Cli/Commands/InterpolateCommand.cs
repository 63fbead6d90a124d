using System.CommandLine;
using GanActors.Cli.Generation;
using GanActors.Engines;

namespace GanActors.Cli.Commands;

/// <summary><c>ganactors interpolate</c>: its options, and what becomes of them.</summary>
internal static class InterpolateCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var common = new GeneratorOptions();
        var steps = WholeNumberOption.Create("--steps", "Images from one end to the other, both included; 10 without it", 2, 1000);
        var pairs = WholeNumberOption.Create("--pairs", "How many ways, each between two noise vectors of its own; 8 without it", 1, 1000);
        var spherical = new Option<bool>("--spherical") { Description = "Along great circles: the usual way for normal noise" };
        var linear = new Option<bool>("--linear") { Description = "Straight: the usual way for uniform noise" };
        var output = new Option<string?>("--out")
        {
            Description = "A sheet (.png), an animation (.apng), or .csv of points; else a sheet beside the generator",
            HelpName = "FILE",
        };
        var interpolate = new CommandWithExamples(
            "interpolate", "Goes from one noise vector to another and shows what lies between",
            new Example("ganactors interpolate runs/digits --pairs 6 --steps 12", "A sheet of six rows."),
            new Example("ganactors interpolate runs/digits --steps 30 --pairs 16 --out between.apng", "An animation, there and back, that a browser plays."));
        common.AddTo(interpolate, noise: true);
        foreach (var option in new Option[] { steps, pairs, spherical, linear, output })
            interpolate.Options.Add(option);
        interpolate.Validators.Add(result =>
        {
            if (result.GetResult(spherical) is not null && result.GetResult(linear) is not null)
                result.AddError("--spherical and --linear are two ways; give one of them");
        });
        interpolate.SetAction((parsed, stop) =>
        {
            LatentPathKind? path = parsed.GetValue(spherical) ? LatentPathKind.Spherical : parsed.GetValue(linear) ? LatentPathKind.Linear : null;
            var wish = new InterpolateWish(
                parsed.GetRequiredValue(common.Source), parsed.GetValue(common.Weights), common.Noise(parsed),
                (int)(parsed.GetValue(steps) ?? 10), (int)(parsed.GetValue(pairs) ?? 8), path, parsed.GetValue(output));
            return Task.Run(() => new InterpolateSession(wish, surroundings).Run(stop), stop);
        });
        return interpolate;
    }
}
