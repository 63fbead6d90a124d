using System.CommandLine;
using System.Globalization;
using GanActors.Cli.Rendering;
using GanActors.Datasets;
using Spectre.Console;

namespace GanActors.Cli.Commands;

/// <summary><c>ganactors data</c>: what there is to learn from.</summary>
internal static class DataCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var directory = new Option<string?>("--data")
        {
            Description = "Where data sets lie by name; else GANACTORS_DATA, else the user's cache folder",
            HelpName = "DIR",
            Recursive = true,
        };
        var data = new CommandWithExamples(
            "data", "Lists, explains and downloads data sets",
            new Example("ganactors data list", "Every data set, and what of it is at hand."),
            new Example("ganactors data get mnist", "Download MNIST into the data directory."),
            new Example("ganactors data info ring", "What one data set is."));
        data.Options.Add(directory);

        var list = new CommandWithExamples(
            "list", "Every data set, and what of it is at hand",
            new Example("ganactors data list", "In the usual data directory."),
            new Example("ganactors data list --data /datasets", "In another one."));
        list.SetAction(parsed => List(surroundings, surroundings.Catalog(parsed.GetValue(directory))));

        var name = new Argument<string>("name") { Description = "A data set's name", HelpName = "NAME" };
        var info = new CommandWithExamples(
            "info", "What one data set is and where it lies",
            new Example("ganactors data info mnist", "Its items, and where they lie or come from."),
            new Example("ganactors data info digits", "The one that needs no file."));
        info.Arguments.Add(name);
        info.SetAction(parsed => Info(surroundings, surroundings.Catalog(parsed.GetValue(directory)), parsed.GetRequiredValue(name)));

        var get = new CommandWithExamples(
            "get", "Downloads what is missing of a data set, and checks it",
            new Example("ganactors data get mnist", "Into the usual data directory."),
            new Example("ganactors data get fashion-mnist --data /datasets", "Into /datasets/fashion-mnist."));
        get.Arguments.Add(name);
        get.SetAction((parsed, stop) => Get(surroundings, surroundings.Catalog(parsed.GetValue(directory)), parsed.GetRequiredValue(name), stop));

        data.Subcommands.Add(list);
        data.Subcommands.Add(info);
        data.Subcommands.Add(get);
        data.SetAction(parsed => List(surroundings, surroundings.Catalog(parsed.GetValue(directory))));
        return data;
    }

    private static int List(Surroundings surroundings, DatasetCatalog catalog)
    {
        var console = surroundings.Output;
        var table = Tables.Plain(console, "data set", "items", "item", "at hand", "what it is");
        table.Columns[1].RightAligned();
        foreach (var entry in catalog.Entries)
        {
            var finding = catalog.Find(entry.Name);
            table.AddRow(
                new Markup($"[bold]{Markup.Escape(entry.Name)}[/]"),
                new Text(finding.Entry.Count is { } count ? Figures.Count(count) : ""),
                new Text(entry.Item?.ToString() ?? "any size"),
                AtHand(finding),
                new Text(entry.Title));
        }

        console.Write(table);
        surroundings.Out.WriteLine($"data directory: {catalog.Directory}");
        return ExitCode.Done;
    }

    private static int Info(Surroundings surroundings, DatasetCatalog catalog, string name)
    {
        var console = surroundings.Output;
        var finding = catalog.Find(name);
        var entry = finding.Entry;
        HeadingText.Line(console, "name", entry.Name);
        HeadingText.Line(console, "what", entry.Title);
        HeadingText.Line(console, "items", Items(entry));
        HeadingText.Line(console, "at hand", finding.Detail);
        HeadingText.Line(console, "from", entry.HowToGet);
        return ExitCode.Done;
    }

    private static string Items(DatasetEntry entry)
    {
        string count = entry.Count is { } items ? Figures.Count(items) : "as many as there are";
        string size = entry.Item is { } item ? item.ToString() : "pictures of any size; a recipe says what they are brought to (data.size)";
        string classes = entry.Classes is { } known and > 0 ? string.Create(CultureInfo.InvariantCulture, $", {known} classes") : "";
        return entry.Item is null ? $"{count} {size}{classes}" : $"{count} of {size}{classes}";
    }

    private static async Task<int> Get(Surroundings surroundings, DatasetCatalog catalog, string name, CancellationToken stop)
    {
        bool wasThere = catalog.Find(name).Availability is DatasetAvailability.BuiltIn;
        DatasetFinding finding;
        using (var download = new LoadLine(surroundings.Output))
            finding = await catalog.GetAsync(name, download, stop);
        surroundings.Out.WriteLine(wasThere ? $"{name} is built in; there is nothing to download" : $"{name}: {finding.Detail}");
        return ExitCode.Done;
    }

    private static Markup AtHand(DatasetFinding finding) => finding.Availability switch
    {
        DatasetAvailability.Installed => new Markup("[green]yes[/]"),
        DatasetAvailability.BuiltIn => new Markup("[green]built in[/]"),
        DatasetAvailability.TestOnly => new Markup("[yellow]test items[/]"),
        _ => new Markup(finding.Downloadable ? "[grey]to download[/]" : "[grey]no[/]"),
    };
}
