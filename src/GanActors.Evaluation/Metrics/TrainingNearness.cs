using GanActors.Datasets;
using GanActors.Engines.Cpu;
using GanActors.Evaluation.Distances;

namespace GanActors.Evaluation.Metrics;

/// <summary>
/// Whether a generator repeats what it was trained on: Euclidean distances in pixels, scaled to [0, 1], from items to the nearest training item
/// (Lopez-Paz and Oquab, "Revisiting Classifier Two-Sample Tests", 2017, and Meehan et al., "A Non-Parametric Test to Detect Data-Copying in Generative Models", 2020, on
/// why such distances need those of real items beside them).
/// </summary>
/// <param name="Generated">Median distance of generated items.</param>
/// <param name="Real">Median distance of real items that were not trained on, or of training items to the nearest other one.</param>
public sealed record TrainingNearness(double Generated, double Real)
{
    /// <summary>Near 1 for new items that are like the data; near 0 if training items are repeated; above 1 if items are unlike the data.</summary>
    public double Ratio => Generated / Real;

    /// <summary>Median distance of items to their nearest training item.</summary>
    /// <param name="device">Whose threads compute.</param>
    /// <param name="items"><c>[items, ..item]</c>, scaled to <paramref name="range"/>.</param>
    /// <param name="training">What was trained on.</param>
    /// <param name="range">Where the training items' pixels go.</param>
    /// <param name="self">The number of each item if it is a training item itself, which is then not its own neighbour; null if none is.</param>
    public static double MedianDistance(CpuDevice device, ReadOnlyMemory<float> items, IDataset training, PixelRange range, int[]? self = null)
    {
        ArgumentNullException.ThrowIfNull(training);
        int size = training.Item.Size;
        var search = new NearestNeighbours(device, items, size, neighbours: 1);
        for (int first = 0; first < training.Count; first += SquaredDistances.BlockOfOthers)
        {
            int[] numbers = [.. Enumerable.Range(first, Math.Min(SquaredDistances.BlockOfOthers, training.Count - first))];
            float[] block = new float[numbers.Length * size];
            training.Gather(numbers, range, block);
            search.Meet(block, first, self is null ? null : point => self[point]);
        }

        double[] distances = [.. Enumerable.Range(0, items.Length / size).Select(point => Math.Sqrt(search.Squared(point, 1)) / (range.White - range.Black)).Order()];
        int middle = distances.Length / 2;
        return distances.Length % 2 == 1 ? distances[middle] : (distances[middle - 1] + distances[middle]) / 2;
    }
}
