using System.CommandLine;
using GanActors.Cli.Generation;

namespace GanActors.Cli.Commands;

/// <summary><c>ganactors export</c>: its options, and what becomes of them.</summary>
internal static class ExportCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var common = new GeneratorOptions();
        var format = ChoiceOption.Create(
            "--format", "safetensors: weights for Python; onnx: the network, for any ONNX runtime. Else as --out ends",
            ("safetensors", ExportFormat.Safetensors), ("onnx", ExportFormat.Onnx));
        var output = new Option<string?>("--out") { Description = "The file; else beside the generator", HelpName = "FILE" };
        var export = new CommandWithExamples(
            "export", "Writes a trained generator for other programs",
            new Example("ganactors export runs/digits --format onnx", "Beside the run's other results; input noise, output image."),
            new Example("ganactors export runs/digits --weights current --out digits.safetensors", "The weights that trained, not their average."));
        common.AddTo(export, noise: false);
        export.Options.Add(format);
        export.Options.Add(output);
        export.SetAction((parsed, stop) =>
        {
            var wish = new ExportWish(parsed.GetRequiredValue(common.Source), parsed.GetValue(common.Weights), parsed.GetValue(format), parsed.GetValue(output));
            return Task.Run(() => new ExportSession(wish, surroundings).Run(), stop);
        });
        return export;
    }
}
