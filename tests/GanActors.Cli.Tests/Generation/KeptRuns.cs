using GanActors.Engines.Cpu;
using GanActors.Exchange;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Cli.Tests.Generation;

/// <summary>Runs that ended, as far as their generators go.</summary>
internal static class KeptRuns
{
    /// <summary>Leaves the run <c>runs/NAME</c> with a generator of images that never learnt anything.</summary>
    public static string Images(TestRoom room, string name, bool average = false) => Keep(
        room, name, new Shape(1, 6, 20), [new Dense(120), new Tanh(), new Reshape(new Shape(1, 6, 20))], average ? new AverageSpec() : null);

    /// <summary>Leaves the run <c>runs/NAME</c> with a generator of points.</summary>
    public static string Points(TestRoom room, string name) => Keep(room, name, new Shape(2), [new Dense(2)], null);

    private static string Keep(TestRoom room, string name, Shape item, Layer[] layers, AverageSpec? average)
    {
        var recipe = Sample.Recipe() with
        {
            Name = name,
            Noise = new NoiseSpec(4),
            Generator = new NetworkSpec([.. layers], new OptimizerSpec(), Average: average),
            Samples = new SamplesSpec(Every: 10, Rows: 2, Columns: 3),
        };
        using var device = new CpuDevice();
        using var network = device.Create(recipe.PlanGenerator(item), 4, 1);
        string folder = Path.Combine(room.Directory, "runs", name);
        GeneratorFile.Save(
            Path.Combine(folder, GeneratorFile.Name),
            new TrainedGenerator(
                recipe, RecipeWriter.Write(recipe), item, 1234,
                [.. network.Save().Tensors.Where(tensor => !tensor.Name.StartsWith("optimizer.", StringComparison.Ordinal))]));
        return folder;
    }
}
