using System.Globalization;
using GanActors.Networks;
using GanActors.Recipes;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GanActors.Cli.Rendering;

/// <summary>Both networks, layer by layer, with their parameter counts.</summary>
internal static class LayerTables
{
    public static void Write(IAnsiConsole console, RecipePlans plans)
    {
        var tables = new[] { Draw(console, "generator", LayerTable.Of(plans.Generator)), Draw(console, "discriminator", LayerTable.Of(plans.Discriminator)) };
        var options = RenderOptions.Create(console);
        if (tables.Sum(table => ((IRenderable)table).Measure(options, int.MaxValue).Max) < console.Profile.Width)
        {
            var abreast = new Grid { Expand = false };
            abreast.AddColumn(new GridColumn { NoWrap = true }.PadLeft(0).PadRight(1));
            abreast.AddColumn(new GridColumn { NoWrap = true }.PadLeft(0).PadRight(0));
            abreast.AddRow(tables);
            console.Write(abreast);
        }
        else
        {
            foreach (var table in tables)
                console.Write(table);
        }

        console.MarkupLine($"both networks together: [bold]{Figures.Count(plans.ParameterCount)}[/] parameters");
    }

    private static Table Draw(IAnsiConsole console, string name, LayerTable network)
    {
        var table = new Table { Border = console.Profile.Capabilities.Unicode ? TableBorder.Rounded : TableBorder.Ascii, BorderStyle = new Style(Color.Grey) };
        table.AddColumn(new TableColumn(new Markup("")) { Alignment = Justify.Right, NoWrap = true });
        table.AddColumn(new TableColumn(new Markup($"[bold]{name}[/]")) { NoWrap = true });
        table.AddColumn(new TableColumn(new Markup("output")) { NoWrap = true });
        table.AddColumn(new TableColumn(new Markup("parameters")) { Alignment = Justify.Right, NoWrap = true });
        table.AddRow(new Text(""), new Text(network.Role == NetworkRole.Generator ? "noise" : "items"), new Text(network.Input.ToString()), new Text(""));
        for (int i = 0; i < network.Rows.Length; i++)
        {
            var row = network.Rows[i];
            table.AddRow(
                new Text(i.ToString(CultureInfo.InvariantCulture)),
                new Text($"{row.Layer} {row.Options}".TrimEnd()),
                new Text(row.Output.ToString()),
                new Text(row.Parameters == 0 ? "" : Figures.Count(row.Parameters)));
        }

        table.Columns[1].Footer = new Text("total");
        table.Columns[3].Footer = new Markup($"[bold]{Figures.Count(network.Parameters)}[/]");
        return table;
    }
}
