using GanActors.Cells;
using GanActors.Duel;
using GanActors.Engines;
using GanActors.Exchange;
using GanActors.Networks;

namespace GanActors.Grains.Cells;

/// <summary>Between a network and its form as cells exchange it.</summary>
internal static class Individuals
{
    /// <summary>A copy of a network, with everything that makes it what it is.</summary>
    public static Individual Of(INetwork network) => Of(network.Save(), network.LearningRate);

    /// <summary>A network of a checkpoint.</summary>
    public static Individual Of(NetworkState state, float learningRate) => new(
        state.Steps, learningRate, [.. state.Tensors.Select(tensor => new NamedTensor(tensor.Name, new Batch(tensor.Shape, 1, tensor.Values)))]);

    /// <summary>What opponents need of it: neither moments nor averages. The tensors are the same ones.</summary>
    public static Individual Light(this Individual individual) => individual with { Tensors = [.. individual.Tensors.Where(tensor => !IsOfTraining(tensor.Name))] };

    /// <summary>As an engine loads it, and as a checkpoint keeps it.</summary>
    public static NetworkState State(this Individual individual) => new(
        [.. individual.Tensors.Select(tensor => new StateTensor(tensor.Name, tensor.Values.Item, tensor.Values.Values))], individual.Steps);

    /// <summary>Makes a network what an individual is.</summary>
    public static void Become(this INetwork network, Individual individual)
    {
        network.Load(individual.State());
        network.LearningRate = individual.LearningRate;
    }

    private static bool IsOfTraining(string name) =>
        name.StartsWith(TrainedGenerator.OptimizerPrefix, StringComparison.Ordinal) || name.StartsWith(TrainedGenerator.AveragePrefix, StringComparison.Ordinal);
}
