using System.Text;
using GanActors.Networks;
using GanActors.Recipes;
using GanActors.Sweeps;

namespace GanActors.Fuzzing.Tests;

/// <summary>YAML files with sweeps.</summary>
internal sealed class SweepTexts : Reader
{
    /// <summary>Sweeps that ship, and one with all that they leave out.</summary>
    private static readonly string[] Texts =
    [
        .. new[] { "mlp-lr-asha", "dcgan-pbt", "ring-schedules" }.Select(name => File.ReadAllText(SweepLibrary.Shipped.Find(name))),
        """
        name: whole
        recipe:
          generator: { layers: [ { dense: 784 }, tanh, { reshape: [1, 28, 28] } ] }
          discriminator: { layers: [ flatten, { dense: 1 } ] }
        space:
          batch: { grid: [32, 64] }
          loss.kind:
            choice:
              non-saturating: { loss.label_smoothing: { quniform: [0, 0.3, 0.1] } }
              hinge: { penalty: { choice: [ none, { kind: r1, weight: 1 } ] }, noise.size: { int: [1, 9] } }
        objective: { metric: kid, direction: minimize, seeds: 2, combine: median, samples: 500, extractor: any }
        scheduler: { kind: hyperband, eta: 2, least: 5, sampler: { tpe: { startup: 3, candidates: 4, gamma: 0.5 } } }
        budget: { trials: 9, iterations: 50, wall_time: 1h30m, parallel: 2 }
        seed: 5
        retries: 0

        """,
    ];

    private static readonly string[] Words =
    [
        .. Texts.SelectMany(text => text.Split([' ', '\n', ':', ',', '{', '}', '[', ']'], StringSplitOptions.RemoveEmptyEntries)).Distinct(),
        .. new[] { "uniform", "median", "successive-halving", "sobol", "scramble", "every", "grace", "least", "none", "null", "*a", "&a", "run.seed", "data.name", "1e400", "-1" },
    ];

    private readonly string _path;

    // A sweep tries its recipe some hundred times.
    public SweepTexts()
        : base("sweep", 300, new MemoryBound(PerByte: 20_000, Constant: 64 << 20)) => _path = Path.Combine(Folder.Path, "spoilt.yaml");

    public override byte[] Input(Dice dice) => Encoding.UTF8.GetBytes(TextMutations.Spoil(dice, dice.OneOf(Texts), Words, Texts));

    public override bool Read(byte[] input)
    {
        File.WriteAllBytes(_path, input);
        try
        {
            var document = SweepReader.ReadFile(_path);
            if (SweepReader.Read(SweepWriter.Write(document.Spec)).Spec != document.Spec)
                throw new InvalidDataException("the sweep says something else when it has been written and read again");
            document.Check(new Shape(1, 28, 28), classes: 10);
            return true;
        }
        catch (RecipeException fault)
        {
            // A recipe that the sweep names has its own file.
            return Refusal.Check(fault.Message, fault.File == _path ? _path : fault.File ?? "--set ");
        }
    }
}
