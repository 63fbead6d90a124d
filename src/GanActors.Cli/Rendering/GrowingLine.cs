using Spectre.Console;

namespace GanActors.Cli.Rendering;

/// <summary>Progress as one line that grows on a terminal, and as a line every tenth of the way elsewhere.</summary>
internal sealed class GrowingLine(IAnsiConsole console) : IDisposable
{
    private const int BarWidth = 20;
    private const string StartOfLine = "\r\e[K";
    private readonly bool _grows = console.Profile.Out.IsTerminal && console.Profile.Capabilities.Ansi;
    private readonly Lock _gate = new();
    private bool _open;
    private int _tenth = -1;
    private string _what = "";

    /// <summary>Shows how far it is.</summary>
    /// <param name="what">What is being done; a new line begins with each elsewhere than on a terminal.</param>
    /// <param name="done">What is done.</param>
    /// <param name="total">What there is to do.</param>
    /// <param name="text">All that in words.</param>
    public void Show(string what, long done, long total, string text)
    {
        lock (_gate)
        {
            double share = total > 0 ? Math.Clamp((double)done / total, 0, 1) : 0;
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
}
