using Spectre.Console;

namespace GanActors.Cli.Rendering;

/// <summary>The look of the product's tables.</summary>
internal static class Tables
{
    /// <summary>Headings, and rows without lines between them.</summary>
    public static Table Plain(IAnsiConsole console, params string[] headings)
    {
        var table = new Table
        {
            Border = console.Profile.Capabilities.Unicode ? TableBorder.Simple : TableBorder.Ascii2,
            BorderStyle = new Style(Color.Grey),
        };
        foreach (string heading in headings)
            table.AddColumn(new TableColumn(new Markup($"[grey]{Markup.Escape(heading)}[/]")));
        return table;
    }

    /// <summary>Right-aligns columns of numbers.</summary>
    public static void RightAligned(this Table table, params ReadOnlySpan<int> columns)
    {
        foreach (int column in columns)
            table.Columns[column].RightAligned();
    }
}
