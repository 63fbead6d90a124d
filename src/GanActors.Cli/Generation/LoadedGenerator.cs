using GanActors.Cli.Rendering;
using GanActors.Engines;
using GanActors.Engines.Cpu;
using GanActors.Exchange;
using GanActors.Networks;
using GanActors.Recipes;
using GanActors.Server.Generation;
using GanActors.Server.Runs;
using Spectre.Console;

namespace GanActors.Cli.Generation;

/// <summary>A trained generator on this machine's processors.</summary>
internal sealed class LoadedGenerator : IDisposable
{
    // Noise or items in memory at once: 2 GiB.
    private const long MostNumbers = 1L << 29;

    private readonly CpuDevice _device;
    private readonly INetwork _network;

    private LoadedGenerator(string path, TrainedGenerator trained, WeightsKind weights)
    {
        Path = path;
        Trained = trained;
        Weights = weights;
        _device = new CpuDevice(Environment.ProcessorCount);
        try
        {
            _network = trained.Build(_device, weights);
        }
        catch
        {
            _device.Dispose();
            throw;
        }
    }

    /// <summary>Full path of its file.</summary>
    public string Path { get; }

    public TrainedGenerator Trained { get; }

    public Recipe Recipe => Trained.Recipe;

    public Shape Item => Trained.Item;

    /// <summary>With which weights it was built.</summary>
    public WeightsKind Weights { get; }

    /// <summary>The folder of its file.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>Finds, reads and builds a generator.</summary>
    /// <param name="source">See <see cref="GeneratorSource.Find"/>.</param>
    /// <param name="weights">Null for the average if there is one.</param>
    /// <param name="currentDirectory">Where <c>runs/</c> is.</param>
    /// <exception cref="BadInputException">There is no such run or file.</exception>
    /// <exception cref="ExchangeException">The file cannot be used.</exception>
    public static LoadedGenerator Open(string source, WeightsKind? weights, string currentDirectory)
    {
        string path = GeneratorSource.Find(source, currentDirectory);
        string shown = RunPaths.Short(path);
        try
        {
            var trained = GeneratorFile.Read(path);
            return new LoadedGenerator(path, trained, weights ?? trained.BestWeights);
        }
        catch (ExchangeException fault)
        {
            throw new ExchangeException(shown, fault.Problem, fault);
        }
    }

    /// <summary>Says what it is.</summary>
    public void Describe(IAnsiConsole console)
    {
        string weights = Weights == WeightsKind.Average ? "moving average of the weights" : Trained.HasAverage ? "current weights, not their average" : "current weights";
        HeadingText.Line(console, "from", $"{RunPaths.Short(Path)}: {Recipe.Name}, {Figures.Count(Trained.Iteration)} iterations, {weights}");
    }

    /// <summary>Makes sure that a generator can make what is asked for.</summary>
    /// <exception cref="BadInputException">It has no such class, or none at all.</exception>
    public void Require(NoiseWish wish)
    {
        if (wish.Class is not { } wanted)
            return;
        if (Trained.Classes == 0)
        {
            throw new BadInputException(
                $"--class: {Recipe.Name} is not conditional, so its generator cannot be asked for a class; train with --set conditional=true");
        }

        if (wanted >= Trained.Classes)
            throw new BadInputException(FormattableString.Invariant($"--class takes a whole number from 0 to {Trained.Classes - 1} here, not '{wanted}'"));
    }

    /// <summary>The class of an item, or of a way, of a conditional generator: the one that is asked for, or all in turn.</summary>
    public byte ClassOf(NoiseWish wish, int number) => wish.Class ?? (byte)(number % Trained.Classes);

    /// <summary>Draws noise for so many items, each its own, and says which; a conditional generator's with their classes.</summary>
    public Batch Noise(NoiseWish wish, int count, IAnsiConsole console)
    {
        var noise = Draw(wish, count, console);
        if (Trained.Classes == 0)
            return noise;
        string which = wish.Class is { } one ? FormattableString.Invariant($"{one}") : FormattableString.Invariant($"0 to {Trained.Classes - 1}, in turn");
        HeadingText.Line(console, "class", which);
        return noise.Of(Enumerable.Range(0, count).Select(item => ClassOf(wish, item)).ToArray());
    }

    /// <summary>Draws the noise of a sheet, and says which. All classes of a conditional generator lie as on a run's sheets.</summary>
    public Batch SheetNoise(NoiseWish wish, int count, SheetGrid grid, IAnsiConsole console)
    {
        if (Trained.Classes == 0 || wish.Class is not null)
            return Noise(wish, count, console);
        var places = new SheetPlaces(grid.Columns, Trained.Classes, count);
        var drawn = Draw(wish, places.Draws, console);
        HeadingText.Line(console, "class", FormattableString.Invariant($"0 to {Trained.Classes - 1}, one a row; the same noise down each column"));
        return places.Noise(drawn);
    }

    private Batch Draw(NoiseWish wish, int count, IAnsiConsole console)
    {
        Require(count, new Shape(Recipe.Noise.Size));
        ulong seed = wish.Seed ?? Recipe.Run.Seed;
        string truncated = wish.Truncation is { } bound ? FormattableString.Invariant($", truncated at {bound}") : "";
        string distribution = Recipe.Noise.Distribution == NoiseDistribution.Normal ? "normal" : "uniform";
        HeadingText.Line(console, "noise", FormattableString.Invariant($"{count} x {new Shape(Recipe.Noise.Size)}, {distribution}{truncated}, seed {seed}"));
        return LatentNoise.ForSamples(Recipe.Noise, seed, count, wish.Truncation);
    }

    /// <summary>Makes items of noise, some at a time, in order.</summary>
    public IEnumerable<Batch> Make(Batch noise, CancellationToken stop) => GeneratedItems.Of(_network, noise, stop);

    /// <summary>Makes items of noise, all at once.</summary>
    public Batch MakeAll(Batch noise, CancellationToken stop)
    {
        Require(noise.Count, Item);
        float[] values = new float[noise.Count * Item.Size];
        int done = 0;
        foreach (var items in Make(noise, stop))
        {
            items.Values.CopyTo(values.AsMemory(done));
            done += items.Values.Length;
        }

        return new Batch(Item, noise.Count, values, noise.Classes);
    }

    private static void Require(long count, Shape item)
    {
        if (count * item.Size > MostNumbers)
        {
            throw new BadInputException(
                $"{Figures.Count(count)} times {item} are more than the {Figures.Count(MostNumbers)} numbers that are held at once; make fewer at a time");
        }
    }

    public void Dispose()
    {
        _network.Dispose();
        _device.Dispose();
    }
}
