using System.Globalization;
using GanActors.Datasets;
using Spectre.Console;

namespace GanActors.Cli.Rendering;

/// <summary>A download, or the decoding of a folder, as a <see cref="GrowingLine"/>.</summary>
internal sealed class LoadLine(IAnsiConsole console) : IProgress<LoadProgress>, IDisposable
{
    private readonly GrowingLine _line = new(console);

    public void Report(LoadProgress value)
    {
        var (what, text) = value switch
        {
            DownloadProgress download =>
                (download.File, $"{value.Dataset}: {Megabytes(value.Done)} of {Megabytes(value.Total)}, {download.File} from {download.Host}"),
            DecodeProgress decode =>
                (decode.Folder, $"{value.Dataset}: {Figures.Count(value.Done)} of {Figures.Count(value.Total)} pictures decoded, from {decode.Folder}"),
            _ => throw new NotSupportedException($"No line for {value.GetType().Name}."),
        };
        _line.Show(what, value.Done, value.Total, text);
    }

    public void Dispose() => _line.Dispose();

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " MB";
}
