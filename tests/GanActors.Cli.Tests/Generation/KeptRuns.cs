using GanActors.Engines.Cpu;
using GanActors.Exchange;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Cli.Tests.Generation;

/// <summary>Runs that ended, as far as their generators go.</summary>
internal static class KeptRuns
{
    /// <summary>Leaves the run <c>runs/NAME</c> with a generator of images that never learnt anything.</summary>
    public static string Images(TestRoom room, string name, bool average = false, string data = "mnist") => Keep(
        room, name, new Shape(1, 6, 20), [new Dense(120), new Tanh(), new Reshape(new Shape(1, 6, 20))], average ? new AverageSpec() : null, data: data);

    /// <summary>Leaves the run <c>runs/NAME</c> with a generator of points.</summary>
    public static string Points(TestRoom room, string name, string data = "mnist") => Keep(room, name, new Shape(2), [new Dense(2)], null, data: data);

    /// <summary>Leaves the run <c>runs/NAME</c> with a generator that makes images of each of three classes.</summary>
    public static string Conditional(TestRoom room, string name) => Keep(
        room, name, new Shape(1, 6, 20), [new ClassInput(4), new Dense(120), new Tanh(), new Reshape(new Shape(1, 6, 20))], null, classes: 3);

    private static string Keep(TestRoom room, string name, Shape item, Layer[] layers, AverageSpec? average, int classes = 0, string data = "mnist")
    {
        var recipe = Sample.Recipe() with
        {
            Name = name,
            Data = new DataSpec(data),
            Noise = new NoiseSpec(4),
            Generator = new NetworkSpec([.. layers], new OptimizerSpec(), Average: average),
            Samples = new SamplesSpec(Every: 10, Rows: classes > 0 ? classes : 2, Columns: 3),
        };
        if (classes > 0)
            recipe = recipe with { Discriminator = recipe.Discriminator with { Layers = [new Flatten(), new ClassInput(), new Dense(1)] } };
        using var device = new CpuDevice();
        using var network = device.Create(recipe.PlanGenerator(item, classes), 4, 1);
        string folder = Path.Combine(room.Directory, "runs", name);
        GeneratorFile.Save(
            Path.Combine(folder, GeneratorFile.Name),
            new TrainedGenerator(
                recipe, RecipeWriter.Write(recipe), item, 1234,
                [.. network.Save().Tensors.Where(tensor => !tensor.Name.StartsWith("optimizer.", StringComparison.Ordinal))], classes));
        return folder;
    }
}
