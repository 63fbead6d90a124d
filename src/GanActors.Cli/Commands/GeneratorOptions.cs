using System.CommandLine;
using GanActors.Cli.Generation;
using GanActors.Engines;
using GanActors.Networks;

namespace GanActors.Cli.Commands;

/// <summary>What all commands that use a trained generator ask for.</summary>
internal sealed class GeneratorOptions
{
    public Argument<string> Source { get; } = new("source")
    {
        Description = "A run (its folder, or its name under runs/) or a generator's .safetensors file",
        HelpName = "RUN|FILE",
    };

    public Option<WeightsKind?> Weights { get; } = ChoiceOption.Create(
        "--weights", "Their moving average or the weights that trained; the average without it, if one was kept",
        ("ema", WeightsKind.Average), ("current", WeightsKind.Current));

    public Option<ulong?> Seed { get; } = WholeNumberOption.Create(
        "--seed", "Where the noise starts; without it the run's own seed, and so the noise of the run's sheets", 0, ulong.MaxValue);

    public Option<float?> Truncation { get; } = NumberOption.Create(
        "--truncation", "Draws noise beyond +-T again: less variety, fewer failures", LatentNoise.LeastTruncation, 100);

    public Option<ulong?> Class { get; } = WholeNumberOption.Create(
        "--class", "Of a conditional generator, items of this class only, from 0; without it all classes in turn", 0, byte.MaxValue);

    /// <summary>Adds those that choose noise, and those that choose the generator.</summary>
    public void AddTo(Command command, bool noise)
    {
        command.Arguments.Add(Source);
        if (noise)
        {
            command.Options.Add(Seed);
            command.Options.Add(Truncation);
            command.Options.Add(Class);
        }

        command.Options.Add(Weights);
    }

    public NoiseWish Noise(ParseResult parsed) => new(parsed.GetValue(Seed), parsed.GetValue(Truncation), (byte?)parsed.GetValue(Class));
}
