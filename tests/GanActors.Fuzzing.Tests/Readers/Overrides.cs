using System.Text;
using GanActors.Recipes;

namespace GanActors.Fuzzing.Tests;

/// <summary>What follows <c>--set</c>.</summary>
internal sealed class Overrides() : Reader("override", 1_000, RecipeFiles.Bound)
{
    private static readonly string[] Seeds =
    [
        "generator.optimizer.betas=[0.5, 0.9]", "generator.layers[1].leaky_relu=0.3", "data={ name: ring }", "run.epochs=5", "samples.every.epochs=3",
        "generator.optimizer.kind=sgd", "generator.layers[0].dense.bias=false", "data.folder=../pictures", "penalty={ kind: r1, weight: 10 }", "conditional=true",
        "loss.kind=hinge", "generator.ema=none", "generator.layers=[ tanh ]", "discriminator.layers[0]={ dense: { units: 3 } }", "instance_noise={ std: 0.1, until: 500 }",
    ];

    private static readonly string[] Keys =
        [.. RecipeFiles.Words, .. Seeds.Select(seed => seed.Split('=')[0]), "generator.layers[2147483647]", "generator.layers[0][0]", "[0]", "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q"];

    public override byte[] Input(Dice dice) => Encoding.UTF8.GetBytes(TextMutations.Spoil(dice, dice.OneOf(Seeds), Keys, Seeds));

    public override bool Read(byte[] input)
    {
        string text = RecipeFiles.Texts[input.Length % RecipeFiles.Texts.Length];
        return RecipeFiles.Check(() => RecipeReader.Read(text, "whole.yaml", [Encoding.UTF8.GetString(input)]));
    }
}
