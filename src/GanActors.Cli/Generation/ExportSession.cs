using GanActors.Cli.Rendering;
using GanActors.Exchange;
using GanActors.Exchange.Onnx;
using GanActors.Networks;
using GanActors.Server.Runs;

namespace GanActors.Cli.Generation;

/// <summary>How a generator can be written.</summary>
internal enum ExportFormat
{
    /// <summary>Tensors under PyTorch's names.</summary>
    Safetensors,

    /// <summary>The network itself.</summary>
    Onnx,
}

/// <summary>What the user of <c>export</c> asked for.</summary>
/// <param name="Source">A run or a file.</param>
/// <param name="Weights">Null for the average if there is one.</param>
/// <param name="Format">Null for what the file's name says.</param>
/// <param name="Out">The file, if named.</param>
internal sealed record ExportWish(string Source, WeightsKind? Weights, ExportFormat? Format, string? Out);

/// <summary>One <c>export</c>, from the wish to the file.</summary>
internal sealed class ExportSession(ExportWish wish, Surroundings surroundings)
{
    private const string SafetensorsExtension = ".safetensors", OnnxExtension = ".onnx";

    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run()
    {
        string? chosen = wish.Out is null ? null : Destination.File(wish.Out, surroundings.CurrentDirectory, Extensions());
        if (chosen is null && wish.Format is null)
            throw new BadInputException("--format is missing: safetensors or onnx; or name a file with --out");

        // Built only to be sure that it fits its recipe.
        using var generator = LoadedGenerator.Open(wish.Source, wish.Weights, surroundings.CurrentDirectory);
        bool onnx = wish.Format is { } format ? format == ExportFormat.Onnx : chosen!.EndsWith(OnnxExtension, StringComparison.OrdinalIgnoreCase);
        string path = chosen ?? Beside(generator, onnx ? OnnxExtension : SafetensorsExtension);
        if (path == generator.Path)
            throw new BadInputException($"--out: '{wish.Out}' is the generator itself; name another file");
        generator.Describe(surroundings.Output);
        if (onnx)
        {
            Named(generator, () => OnnxWriter.Save(path, generator.Trained, generator.Weights));
            HeadingText.Line(
                surroundings.Output, "model",
                $"{OnnxWriter.Input} [batch, {generator.Recipe.Noise.Size}]{(generator.Trained.Classes > 0 ? $" and {OnnxWriter.ClassInput} [batch]" : "")} "
                + $"to {OnnxWriter.Output} [batch, {string.Join(", ", generator.Item.Dimensions)}]");
        }
        else
        {
            Named(generator, () => GeneratorFile.Save(path, generator.Trained.Only(generator.Weights)));
        }

        HeadingText.Line(surroundings.Output, "wrote", $"{RunPaths.Short(path)} ({Figures.Count(new FileInfo(path).Length)} bytes)");
        return ExitCode.Done;
    }

    private string[] Extensions() => wish.Format switch
    {
        ExportFormat.Safetensors => [SafetensorsExtension],
        ExportFormat.Onnx => [OnnxExtension],
        _ => [SafetensorsExtension, OnnxExtension],
    };

    private static string Beside(LoadedGenerator generator, string extension)
    {
        string weights = generator.Weights == WeightsKind.Average ? "ema" : "current";
        return Path.Combine(generator.Folder, $"{Path.GetFileNameWithoutExtension(generator.Path)}-{weights}{extension}");
    }

    private static void Named(LoadedGenerator generator, Action write)
    {
        try
        {
            write();
        }
        catch (ExchangeException fault) when (fault.File is null)
        {
            throw new ExchangeException(RunPaths.Short(generator.Path), fault.Problem, fault);
        }
    }
}
