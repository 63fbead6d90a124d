using System.Globalization;
using GanActors.Networks;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GanActors.Cli.Rendering;

/// <summary>Both networks, layer by layer, with their parameter counts.</summary>
internal static class LayerTables
{
    public static void Write(IAnsiConsole console, NetworkPlan generator, NetworkPlan discriminator)
    {
        var tables = new[] { Draw(console, "generator", generator), Draw(console, "discriminator", discriminator) };
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

        console.MarkupLine($"both networks together: [bold]{Figures.Count(generator.ParameterCount + discriminator.ParameterCount)}[/] parameters");
    }

    private static Table Draw(IAnsiConsole console, string name, NetworkPlan plan)
    {
        var table = new Table { Border = console.Profile.Capabilities.Unicode ? TableBorder.Rounded : TableBorder.Ascii, BorderStyle = new Style(Color.Grey) };
        table.AddColumn(new TableColumn(new Markup("")) { Alignment = Justify.Right, NoWrap = true });
        table.AddColumn(new TableColumn(new Markup($"[bold]{name}[/]")) { NoWrap = true });
        table.AddColumn(new TableColumn(new Markup("output")) { NoWrap = true });
        table.AddColumn(new TableColumn(new Markup("parameters")) { Alignment = Justify.Right, NoWrap = true });
        table.AddRow(new Text(""), new Text(plan.Role == NetworkRole.Generator ? "noise" : "items"), new Text(plan.Input.ToString()), new Text(""));
        foreach (var layer in plan.Layers)
        {
            table.AddRow(
                new Text(layer.Index.ToString(CultureInfo.InvariantCulture)),
                new Text(LayerWords.Of(layer.Layer)),
                new Text(layer.Output.ToString()),
                new Text(layer.ParameterCount == 0 ? "" : Figures.Count(layer.ParameterCount)));
        }

        table.Columns[1].Footer = new Text("total");
        table.Columns[3].Footer = new Markup($"[bold]{Figures.Count(plan.ParameterCount)}[/]");
        return table;
    }
}
