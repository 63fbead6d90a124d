using System.Globalization;
using GanActors.Datasets;
using Spectre.Console;

namespace GanActors.Cli.Rendering;

/// <summary>A download, or the decoding of a folder, as one line that grows on a terminal, and as a line every tenth of the way elsewhere.</summary>
internal sealed class LoadLine(IAnsiConsole console) : IProgress<LoadProgress>, IDisposable
{
    private const int BarWidth = 20;
    private const string StartOfLine = "\r\e[K";
    private readonly bool _grows = console.Profile.Out.IsTerminal && console.Profile.Capabilities.Ansi;
    private readonly Lock _gate = new();
    private bool _open;
    private int _tenth = -1;
    private string _what = "";

    public void Report(LoadProgress value)
    {
        lock (_gate)
        {
            double share = value.Total > 0 ? Math.Clamp((double)value.Done / value.Total, 0, 1) : 0;
            var (what, text) = value switch
            {
                DownloadProgress download =>
                    (download.File, $"{value.Dataset}: {Megabytes(value.Done)} of {Megabytes(value.Total)}, {download.File} from {download.Host}"),
                DecodeProgress decode =>
                    (decode.Folder, $"{value.Dataset}: {Figures.Count(value.Done)} of {Figures.Count(value.Total)} pictures decoded, from {decode.Folder}"),
                _ => throw new NotSupportedException($"No line for {value.GetType().Name}."),
            };
            var writer = console.Profile.Out.Writer;
            if (_grows)
            {
                int room = Math.Max(0, console.Profile.Width - BarWidth - 3);
                writer.Write(StartOfLine);
                console.Markup(Bar.Markup(share, BarWidth, Color.Green, console.Profile.Capabilities.Unicode));
                writer.Write($" {(text.Length > room ? text[..room] : text)}");
                writer.Flush();
                _open = true;
                return;
            }

            int tenth = (int)(share * 10);
            if (tenth <= _tenth && what == _what)
                return;
            (_tenth, _what) = (tenth, what);
            writer.WriteLine(text);
            writer.Flush();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_open)
                console.Profile.Out.Writer.Write(StartOfLine);
            _open = false;
        }
    }

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " MB";
}
