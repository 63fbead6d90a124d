using System.Collections.Immutable;
using System.Globalization;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Exchange;

/// <summary>
/// A trained generator in a safetensors file. Its metadata hold the recipe and the shape of an item, so that the file alone suffices to build
/// the network again; its tensors have the names that PyTorch gives the same layers in an <c>nn.Sequential</c>.
/// </summary>
public static class GeneratorFile
{
    /// <summary>What the file of a run is called.</summary>
    public const string Name = "generator.safetensors";

    // Eight dimensions of as many digits as there can be.
    private const int LongestItem = 100;

    private const string RecipeKey = "recipe", ItemKey = "item", IterationKey = "iteration", ClassesKey = "classes";

    private static readonly string Version = typeof(GeneratorFile).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>Writes a generator whole or not at all. Nothing but the generator goes in, no time and no machine: equal ones are equal files.</summary>
    /// <exception cref="IOException">The file cannot be written; what was there before is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written.</exception>
    public static void Save(string path, TrainedGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        var metadata = new Dictionary<string, string>
        {
            // Python's libraries look for it: the tensors are laid out as PyTorch's.
            ["format"] = "pt",
            ["ganactors"] = Version,
            [ItemKey] = generator.Item.ToString(),
            [IterationKey] = generator.Iteration.ToString(CultureInfo.InvariantCulture),
            [RecipeKey] = generator.RecipeYaml,
        };
        if (generator.Classes > 0)
            metadata[ClassesKey] = generator.Classes.ToString(CultureInfo.InvariantCulture);
        SafetensorsWriter.Save(path, new TensorFile(generator.Tensors, metadata.ToImmutableSortedDictionary(StringComparer.Ordinal)));
    }

    /// <summary>Reads a generator.</summary>
    /// <exception cref="ExchangeException">The file cannot be read, or is no generator of ours.</exception>
    public static TrainedGenerator Read(string path)
    {
        var file = SafetensorsReader.ReadFile(path);
        string yaml = Text(RecipeKey);
        Recipe recipe;
        try
        {
            recipe = RecipeReader.Read(yaml).Recipe;
        }
        catch (RecipeException error)
        {
            throw new ExchangeException(path, $"the recipe in its metadata cannot be used: {error.Message}", error);
        }

        if (!long.TryParse(Text(IterationKey), NumberStyles.None, CultureInfo.InvariantCulture, out long iteration))
            throw new ExchangeException(path, $"its metadata say that the iteration is {HeaderParser.Shown(Text(IterationKey))}; a whole number was expected");
        int classes = 0;
        if (recipe.IsConditional && !(int.TryParse(Text(ClassesKey), NumberStyles.None, CultureInfo.InvariantCulture, out classes) && classes is >= 2 and <= 256))
            throw new ExchangeException(path, $"its metadata say that it has {HeaderParser.Shown(Text(ClassesKey))} classes; a number from 2 to 256 was expected");
        var generator = new TrainedGenerator(recipe, yaml, Item(), iteration, file.Tensors, classes);
        try
        {
            generator.Plan();
        }
        catch (ExchangeException error)
        {
            throw new ExchangeException(path, error.Problem, error);
        }

        return generator;

        string Text(string key) => file.Metadata.GetValueOrDefault(key)
            ?? throw new ExchangeException(path, $"has no {key} in its metadata, so it is no generator of ganactors; training leaves one in the run's folder");

        Shape Item()
        {
            string text = Text(ItemKey);
            try
            {
                if (text is ['[', .., ']'] && text.Length <= LongestItem)
                    return new Shape([.. text[1..^1].Split(',').Select(part => int.Parse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture))]);
            }
            catch (Exception error) when (error is FormatException or OverflowException or ArgumentException)
            {
                // Told below, as any other text that is no shape.
            }

            throw new ExchangeException(path, $"its metadata say that an item is {HeaderParser.Shown(text)}; a shape such as [1, 28, 28] was expected");
        }
    }
}
