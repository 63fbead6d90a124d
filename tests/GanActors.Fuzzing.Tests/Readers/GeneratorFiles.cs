using System.Collections.Immutable;
using System.Globalization;
using GanActors.Engines;
using GanActors.Engines.Cpu;
using GanActors.Exchange;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Fuzzing.Tests;

/// <summary>Trained generators, which are built and asked for an item.</summary>
internal sealed class GeneratorFiles : Reader
{
    // The recipe in the metadata, and a network no larger than the tensors that the file holds, with what lies between its layers.
    private static readonly MemoryBound Bound = new(PerByte: RecipeFiles.Bound.PerByte, Constant: RecipeFiles.Bound.Constant + (32 << 20));

    /// <summary>A generator of points.</summary>
    public static readonly Lazy<byte[]> Points = new(() =>
    {
        using var files = new GeneratorFiles();
        return files._files[0];
    });

    /// <summary>The same with other metadata.</summary>
    public static byte[] PointsWith(string? recipe = null, string? item = null)
    {
        using var files = new GeneratorFiles();
        return Saved(files._seeds[0], recipe, item);
    }

    private readonly CpuDevice _device = new();
    private readonly TrainedGenerator[] _seeds;
    private readonly byte[][] _files;
    private readonly string _path;

    public GeneratorFiles()
        : base("generator", 1_000, Bound)
    {
        _path = Path.Combine(Folder.Path, "generator.safetensors");
        Layer[] convolutions =
        [
            new Dense(8), new Reshape(new Shape(2, 2, 2)), new ConvTranspose2d(2, 4, 2, SpectralNorm: true), new BatchNorm(), new Flatten(), new Dense(49), new Tanh(),
            new Reshape(new Shape(1, 7, 7)),
        ];
        _seeds =
        [
            Trained([new Dense(5), new LeakyRelu(0.2f), new Dense(2)], new Shape(2)),
            Trained([new Dense(49), new Tanh(), new Reshape(new Shape(1, 7, 7))], new Shape(1, 7, 7), new AverageSpec()),
            Trained([new ClassInput(3), new Dense(49), new Tanh(), new Reshape(new Shape(1, 7, 7))], new Shape(1, 7, 7), classes: 4),
            Trained(convolutions, new Shape(1, 7, 7)),
        ];
        _files = [.. _seeds.Select(Saved)];
    }

    public override IReadOnlyList<byte[]> Small => [_files[0]];

    public override byte[] Input(Dice dice)
    {
        var seed = dice.OneOf(_seeds);
        switch (dice.Below(4))
        {
            case 0:
                return SafetensorsFiles.Spoil(dice, Saved(seed), _files, RecipeFiles.Words);
            case 1:
                dice.Note("recipe in the metadata");
                return Saved(seed, recipe: TextMutations.Spoil(dice, seed.RecipeYaml, RecipeFiles.Words, RecipeFiles.Texts, most: 2));
            case 2:
                dice.Note("other metadata");
                string Odd(string text) => dice.Chance(50) ? text : TextMutations.Spoil(dice, text, OddNumbers.Texts, ["[1, 2, 3, 4, 5, 6, 7, 8, 9]"], most: 2);
                return Saved(seed, item: Odd(seed.Item.ToString()), iteration: Odd("12"), classes: Odd("4"));
            default:
                dice.Note("tensors");
                return Saved(seed with { Tensors = Spoilt(dice, seed.Tensors) });
        }
    }

    public override bool Read(byte[] input)
    {
        File.WriteAllBytes(_path, input);
        try
        {
            var generator = GeneratorFile.Read(_path);
            foreach (var kind in new[] { WeightsKind.Current, generator.BestWeights }.Distinct())
            {
                using var network = generator.Build(_device, kind);
                var noise = LatentNoise.ForSamples(generator.Recipe.Noise, seed: 1, count: 1);
                network.Infer(generator.Classes > 0 ? noise.Of(new byte[1]) : noise);
            }

            return true;
        }
        catch (ExchangeException fault)
        {
            return Refusal.Check(fault.Message, fault.File is null ? [] : [_path]);
        }
    }

    public override void Dispose()
    {
        _device.Dispose();
        base.Dispose();
    }

    private TrainedGenerator Trained(Layer[] layers, Shape item, AverageSpec? average = null, int classes = 0)
    {
        var recipe = new Recipe(
            "sample", "for tests", new DataSpec("digits"), 4, new NoiseSpec(4), new NetworkSpec([.. layers], new OptimizerSpec(), Average: average),
            new NetworkSpec(classes > 0 ? [new Flatten(), new ClassInput(), new Dense(1)] : [new Flatten(), new Dense(1)], new OptimizerSpec()),
            new LossSpec(), new ScheduleSpec(), new RunSpec(12), new SamplesSpec(5), new MetricsSpec());
        using var network = _device.Create(recipe.PlanGenerator(item, classes), 4, 1);
        return new TrainedGenerator(
            recipe, RecipeWriter.Write(recipe), item, 12,
            [.. network.Save().Tensors.Where(tensor => !tensor.Name.StartsWith(TrainedGenerator.OptimizerPrefix, StringComparison.Ordinal))], classes);
    }

    private static byte[] Saved(TrainedGenerator generator) => Saved(generator, null);

    private static byte[] Saved(TrainedGenerator generator, string? recipe = null, string? item = null, string? iteration = null, string? classes = null)
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, new TensorFile(generator.Tensors, ImmutableSortedDictionary<string, string>.Empty
            .Add("recipe", recipe ?? generator.RecipeYaml)
            .Add("item", item ?? generator.Item.ToString())
            .Add("iteration", iteration ?? "12")
            .Add("classes", classes ?? generator.Classes.ToString(CultureInfo.InvariantCulture))));
        return stream.ToArray();
    }

    private static ImmutableArray<StateTensor> Spoilt(Dice dice, ImmutableArray<StateTensor> tensors)
    {
        int one = dice.Below(tensors.Length), other = dice.Below(tensors.Length);
        var tensor = tensors[one];
        switch (dice.Below(6))
        {
            case 0:
                return tensors.RemoveAt(one);
            case 1:
                return tensors.Add(tensor with { Name = dice.OneOf(["average.", "optimizer.", "average.average.", ""]) + tensor.Name + dice.OneOf(["", "x", "\n", "average."]) })
                    .DistinctBy(each => each.Name).ToImmutableArray();
            case 2:
                return tensors.SetItem(one, tensor with { Name = tensors[other].Name }).SetItem(other, tensors[other] with { Name = tensor.Name });
            case 3:
                return tensors.SetItem(one, tensor with { Shape = new Shape(tensor.Values.Length) });
            case 4:
                return tensors.SetItem(one, new StateTensor(tensor.Name, new Shape(1), new float[1]));
            default:
                float[] values = tensor.Values.ToArray();
                Array.Fill(values, dice.OneOf([float.NaN, float.PositiveInfinity, float.MaxValue, 0f, -0f, float.Epsilon]));
                return tensors.SetItem(one, tensor with { Values = values });
        }
    }
}
