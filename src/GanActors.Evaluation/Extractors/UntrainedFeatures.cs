using GanActors.Engines;
using GanActors.Networks;
using GanActors.Runs;

namespace GanActors.Evaluation.Extractors;

/// <summary>
/// Features for data without labels: a convolutional network with fixed random weights. Distances in such features rank generators, if less sharply
/// than learned ones (Naeem et al., 2020, measure with them where no trained network fits); their scale says nothing.
/// </summary>
internal static class UntrainedFeatures
{
    private const ulong Seed = 0x72616E64;

    public static ExtractorWeights Draw(IDevice device, string data, Shape item)
    {
        var plan = ExtractorNetworks.Untrained(item);
        using var body = device.Create(plan, batch: 1, Seed);
        var tensors = ExtractorWeights.Of(body, ExtractorWeights.BodyPrefix).ToArray();
        var id = new ExtractorId(
            data, ExtractorKind.Random, ExtractorWeights.HashOf(tensors), double.NaN, plan.Output.Size, "random weights, trained on nothing: the data have no labels");
        return new ExtractorWeights(id, item, 0, [.. tensors]);
    }
}
