using System.Collections.Immutable;
using System.Globalization;
using GanActors.Cells;
using GanActors.Engines;
using GanActors.Engines.Cpu;
using GanActors.Exchange;
using GanActors.Grains.Runs;
using GanActors.Networks;
using GanActors.Pictures;
using GanActors.Randomness;
using GanActors.Recipes;

namespace GanActors.Grains.Cells;

/// <summary>The pictures of a grid of cells.</summary>
internal sealed class CellsPictures(CellsSpec spec, Shape item)
{
    private int Count => spec.Basics.Recipe.Samples.Rows * spec.Basics.Recipe.Samples.Columns;

    /// <summary>A sheet of every cell's generator, laid out as the grid is. A cell draws what a run of its own seed would.</summary>
    public Pixmap Sheet(CpuDevice device, IReadOnlyList<CellSnapshot> cells, long epoch)
    {
        var sheets = cells.Select(cell => new LabelledSheet(cell.Place.ToString(), Draw(Make(device, cell, SeedOf(cell.Place))))).ToArray();
        return new ContactSheet { Title = string.Create(CultureInfo.InvariantCulture, $"{spec.Basics.Name}: epoch {epoch}"), Columns = spec.Grid.Columns }.Draw(sheets);
    }

    /// <summary>A sheet of what a cell's neighbourhood makes together: each item is made by one of its generators, drawn by the weights.</summary>
    public Pixmap Mixed(CpuDevice device, IReadOnlyList<CellSnapshot> around, ImmutableArray<double> weights)
    {
        ulong seed = SeedOf(around[0].Place);
        float[] chances = new float[Count];
        new RandomStream(seed, StreamPurpose.Mixture, 1, 0).Uniform(chances);
        Batch[] made = [.. around.Select(cell => Make(device, cell, seed))];
        float[] values = new float[Count * item.Size];
        for (int i = 0; i < Count; i++)
        {
            int maker = 0;
            for (double sum = weights[0]; maker < weights.Length - 1 && chances[i] >= sum; sum += weights[maker])
                maker++;
            made[maker].Values.Span.Slice(i * item.Size, item.Size).CopyTo(values.AsSpan(i * item.Size));
        }

        return Draw(new Batch(item, Count, values));
    }

    /// <summary>A figure of every cell, at its place.</summary>
    public Pixmap Heat(string what, IEnumerable<CellStanding> cells, Func<CellStanding, double> figure) => new HeatMap { Title = $"{spec.Basics.Name}: {what}" }.Draw(
        [.. cells.OrderBy(cell => spec.Grid.IndexOf(cell.Place)).Select(figure)], spec.Grid.Rows, spec.Grid.Columns);

    /// <summary>The generator of a cell, to be kept: with the recipe of the cell's seed.</summary>
    public TrainedGenerator Generator(CellSnapshot cell)
    {
        var recipe = RecipeOf(cell.Place);
        return MixtureGrain.GeneratorOf(recipe, item, cell) with { RecipeYaml = RecipeWriter.Write(recipe) };
    }

    private ulong SeedOf(CellPlace cell) => MemberSeeds.Of(spec.Basics.Seed, spec.Grid.IndexOf(cell));

    private Recipe RecipeOf(CellPlace cell) => spec.Basics.Recipe with
    {
        Run = new RunSpec(Epochs: spec.Basics.Epochs, Seed: SeedOf(cell)),
        Generator = spec.Basics.Recipe.Generator with { Average = null },
        Samples = spec.Basics.Recipe.Samples with { Weights = WeightsKind.Current },
    };

    private Pixmap Draw(Batch items) => new RunPictures(spec.Basics.Recipe, item).Sheet(items);

    private Batch Make(CpuDevice device, CellSnapshot cell, ulong seed)
    {
        using var network = MixtureGrain.GeneratorOf(RecipeOf(cell.Place), item, cell).Build(device, WeightsKind.Current);
        float[] values = [.. GeneratedItems.Of(network, LatentNoise.ForSamples(spec.Basics.Recipe.Noise, seed, Count)).SelectMany(batch => batch.Values.ToArray())];
        return new Batch(item, Count, values);
    }
}
