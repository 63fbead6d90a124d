using System.Globalization;
using GanActors.Recipes;
using GanActors.Sweeps;

namespace GanActors.Contracts.Tests.Sweeps;

/// <summary>Whatever a file holds, reading it gives a sweep or a <see cref="RecipeException"/>, soon.</summary>
public sealed class HostileSweepTests
{
    private const string Rate = "generator.optimizer.lr: { loguniform: [1.0e-5, 1.0e-2] }";

    private static readonly Dictionary<string, Func<string>> Texts = new()
    {
        ["spaces in spaces"] = () => Of(Repeat("loss.kind: { choice: { hinge: { ", 200)),
        ["an alias bomb as values"] = () => "name: a\n" + Bomb() + Of("batch: { choice: [ *i ] }"),
        ["an alias bomb as an override"] = () => "name: a\n" + Bomb() + Of(Rate) + "set: { data: *i }\n",
        ["far too many parameters"] = () => Of(string.Concat(Enumerable.Range(0, 20_000).Select(i => Invariant($"k{i}: {{ int: [0, 1] }}\n  ")))),
        ["far too many choices"] = () => Of($"batch: {{ choice: [ {string.Join(", ", Enumerable.Range(1, 100_000))} ] }}"),
        ["far too many steps"] = () => Of("loss.flip_labels: { quniform: [0, 0.4, 1.0e-30] }"),
        ["a long key"] = () => Of($"{new string('x', 900_000)}: {{ int: [0, 1] }}"),
        ["a long value"] = () => Of($"loss.kind: {{ choice: [ {new string('x', 900_000)} ] }}"),
        ["a long number"] = () => Of($"batch: {{ int: [0, {new string('9', 900_000)}] }}"),
        ["a long time"] = () => Of(Rate) + $"budget: {{ wall_time: {new string('9', 900_000)}h }}\n",
        ["a number beyond all"] = () => Of("generator.optimizer.lr: { uniform: [0, 1.0e+400] }"),
        ["far too many rungs"] = () => Of(Rate) + $"scheduler: {{ kind: asha, rungs: [ {string.Join(", ", Enumerable.Range(1, 90_000))} ] }}\n",
        ["a path out of the folder"] = () => Of(Rate).Replace("keras-mnist-mlp", "../../../../../../etc/passwd", StringComparison.Ordinal),
        ["a path with a zero"] = () => Of(Rate).Replace("keras-mnist-mlp", "\"a\\0/b\"", StringComparison.Ordinal),
        ["a recipe that is a folder"] = () => Of(Rate).Replace("keras-mnist-mlp", "./", StringComparison.Ordinal),
        ["more than a mebibyte"] = () => "# " + new string('x', 1 << 20),
        ["lists in lists"] = () => new string('[', 500_000),
    };

    public static TheoryData<string> Bombs => [.. Texts.Keys];

    [Theory]
    [MemberData(nameof(Bombs))]
    public void A_bomb_does_not_go_off(string bomb)
    {
        var fault = SweepText.Fault(Texts[bomb]());
        Assert.True(fault.Message.Length < 2_500, "A message is for reading.");
    }

    [Fact]
    public void The_largest_space_is_tried_within_bounds()
    {
        string text = Of(string.Concat(Enumerable.Range(0, SweepLimits.Parameters).Select(i => Invariant(
            $"{(i % 2 == 0 ? "generator" : "discriminator")}.layers[{1 + (i / 2)}].leaky_relu: {{ uniform: [0, 1] }}\n  "))));
        string layers = string.Concat(Enumerable.Repeat(", leaky_relu", SweepLimits.Parameters / 2));
        text = text.Replace(" keras-mnist-mlp", $"\n  generator: {{ layers: [ {{ dense: 784 }}{layers} ] }}\n  discriminator: {{ layers: [ flatten{layers} ] }}", StringComparison.Ordinal);
        Assert.Equal(SweepLimits.Parameters, SweepText.Read(text).Space.Parameters.Length);
    }

    private static string Of(string space) => $"recipe: keras-mnist-mlp\nspace:\n  {space}\nobjective: fid\n";

    private static string Bomb() => "description: &a [ x, x, x, x, x, x, x, x ]\nseed: [ "
        + string.Concat("bcdefghi".Select(c => $"&{c} [ {string.Join(", ", Enumerable.Repeat($"*{(char)(c - 1)}", 8))} ], ")) + "]\n";

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
