using System.Text;
using GanActors.Recipes.Yaml;

namespace GanActors.Recipes;

/// <summary>
/// Reads recipes: YAML with snake_case keys, every value but the two networks with a default. A recipe that comes back is checked as far as
/// it can be without its data; <see cref="RecipeDocument.Check"/> does the rest. Any fault of the text is a <see cref="RecipeException"/>.
/// </summary>
/// <remarks>
/// <code>
/// name: keras-mnist-mlp
/// data: { name: mnist, scale: [-1, 1], limit: all }      # or { folder: photos, size: [64, 64], channels: 3, fit: crop, flip: true }
/// batch: 128
/// noise: { size: 100, distribution: normal }             # or uniform
/// conditional: false                                     # or true, or { kind: embedding, size: 50 }
/// generator:
///   layers: [ { dense: 128 }, { leaky_relu: 0.01 }, { dense: 784 }, tanh, { reshape: [1, 28, 28] } ]
///   optimizer: { kind: adam, lr: 0.001, betas: [0.9, 0.999] }
///   init: glorot                                         # or pytorch, dcgan, he, lecun
///   conv: fast                                           # or direct
///   ema: 0.999                                           # or { decay: 0.999, ramp_up: 10 }, or none
/// discriminator:
///   layers: [ flatten, { dense: 128 }, { leaky_relu: 0.01 }, { dense: 1 } ]
///   optimizer: { lr: 0.001, clip_norm: 10, clip_value: 0, schedule: { kind: linear, steps: 20000, end: 0 } }
///   clip_weights: 0
///   pack: 2
/// loss: { kind: non-saturating, label_smoothing: 0.1, smoothing: one-sided, flip_labels: 0.05, flips: two-sided }
/// penalty: { kind: r1, weight: 10, every: 16 }           # or wgan-gp, or none
/// instance_noise: { std: 0.1, until: 5000 }              # or none
/// schedule: { kind: fixed, discriminator: 1, generator: 1, study: separate, fakes: fresh }
/// run: { iterations: 20000, seed: 1 }                    # or { epochs: 20 }
/// stop: { kind: fooled, band: 0.1, window: 100, for: 200 } # or none
/// samples: { every: 1000, grid: [10, 10], weights: ema } # iterations, or { every: { epochs: 1 } }; rows, columns; or current
/// metrics: { every: 1 }
/// checkpoint: { every: { seconds: 30 }, keep: 3, best: { metric: fid, direction: min, keep: 1 } } # or every: 1000, or none
/// evaluate: { every: 1000, samples: 2500 }               # or none
/// on_divergence: { do: roll-back, lr_factor: 0.5, most: 3 } # or skip, or stop
/// </code>
/// </remarks>
public static class RecipeReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a recipe from text.</summary>
    /// <param name="text">The YAML document.</param>
    /// <param name="file">The name errors call it by; null if it comes from no file.</param>
    /// <param name="overrides"><c>key=value</c> each, the value YAML: <c>generator.optimizer.betas=[0.5, 0.999]</c>. The last of a key wins.
    /// An override of the data's source, of a run's length, or of the kind of an optimiser, a learning rate's course, a schedule or a loss, displaces
    /// what the file says of the other one.</param>
    /// <exception cref="RecipeException">The recipe, or an override, cannot be used.</exception>
    public static RecipeDocument Read(string text, string? file = null, IEnumerable<string>? overrides = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var start = new RecipePosition(file, 1, 1);
        var root = YamlTree.Parse(text, (line, column) => new RecipePosition(file, line, column))
            ?? throw new RecipeException(start, null, "the recipe is empty; it needs at least a generator and a discriminator");
        return Of(root, file, overrides);
    }

    /// <summary>Reads a recipe that has been parsed, by itself or as a part of another document.</summary>
    /// <param name="root">Where it stands.</param>
    /// <param name="file">See <see cref="Read"/>.</param>
    /// <param name="overrides">See <see cref="Read"/>.</param>
    internal static RecipeDocument Of(YamlNode root, string? file, IEnumerable<string>? overrides = null)
    {
        if (root is not YamlMap)
            throw YamlValues.Expected(root, string.Empty, "a mapping with the keys generator, discriminator, and more");
        return RecipeDocument.Of(root, NameOf(file), file, overrides ?? []);
    }

    /// <summary>What a document is called that does not say: as its file.</summary>
    internal static string NameOf(string? file)
    {
        string stem = Path.GetFileNameWithoutExtension(file ?? string.Empty);
        return YamlValues.IsName(stem) ? stem : RecipeSections.Unnamed;
    }

    /// <summary>Reads a recipe from a file of UTF-8.</summary>
    /// <param name="path">The file.</param>
    /// <param name="overrides">See <see cref="Read"/>.</param>
    /// <exception cref="RecipeException">The file cannot be read, or the recipe, or an override, cannot be used.</exception>
    public static RecipeDocument ReadFile(string path, IEnumerable<string>? overrides = null)
    {
        return Read(ReadText(path), path, overrides);
    }

    /// <summary>The text of a file of UTF-8, within the bounds of what is read.</summary>
    /// <exception cref="RecipeException">The file cannot be read.</exception>
    internal static string ReadText(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Decode(ReadBytes(path), path);
    }

    private static ReadOnlyMemory<byte> ReadBytes(string path)
    {
        var position = new RecipePosition(path, 0, 0);
        try
        {
            if (Directory.Exists(path))
                throw new RecipeException(position, null, "is a folder, not a recipe file");
            using var stream = File.OpenRead(path);
            // One byte more than allowed shows that there is more, also of a file that has no length, such as a pipe.
            byte[] bytes = new byte[YamlTree.MaxBytes + 1];
            int count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return count > YamlTree.MaxBytes ? throw YamlTree.TooLarge(position) : bytes.AsMemory(0, count);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new RecipeException(position, null, "there is no such file", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new RecipeException(position, null, $"cannot be read: {error.Message}", error);
        }
    }

    private static string Decode(ReadOnlyMemory<byte> bytes, string path)
    {
        var span = bytes.Span;
        if (span.StartsWith(Encoding.UTF8.Preamble))
            span = span[Encoding.UTF8.Preamble.Length..];
        try
        {
            return StrictUtf8.GetString(span);
        }
        catch (DecoderFallbackException error)
        {
            bool utf16 = span.StartsWith(Encoding.Unicode.Preamble) || span.StartsWith(Encoding.BigEndianUnicode.Preamble);
            int line = span[..Math.Clamp(error.Index, 0, span.Length)].Count((byte)'\n') + 1;
            string problem = utf16 ? "is UTF-16; save it as UTF-8" : "holds bytes that are not UTF-8; save it as UTF-8";
            throw new RecipeException(new RecipePosition(path, line, 1), null, problem, error);
        }
    }
}
