using GanActors.Recipes;
using Spectre.Console;

namespace GanActors.Cli.Rendering;

/// <summary>What a person reads before the first iteration: what runs where, and both networks' layer tables.</summary>
internal static class HeadingText
{
    public static void Write(IAnsiConsole console, RunHeading heading)
    {
        var recipe = heading.Recipe;
        console.WriteLine();
        Line(console, "run", heading.Order.Run.Value);
        Line(console, "recipe", recipe.Description.Length > 0 ? $"{recipe.Name}: {recipe.Description}" : recipe.Name);
        // What is missing was told when the data was chosen; here is what there is.
        Line(console, "data", heading.Data.Split(';')[0]);
        Line(console, "length", $"{Figures.Count(heading.Started.Iterations)} iterations of {recipe.Batch} real and {recipe.Batch} generated items"
            + Epochs(heading.Started.Iterations, heading.Started.Discriminator.BatchesPerEpoch, recipe.Schedule));
        if (heading.Started.Done > 0)
            Line(console, "resumed", $"after {Figures.Count(heading.Started.Done)} iterations");
        Line(console, "device", heading.Device);
        Line(console, "seed", recipe.Run.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Line(console, "folder", heading.Order.Folder);
        console.WriteLine();
        LayerTables.Write(console, heading.Plans);
        console.WriteLine();
    }

    /// <summary>A label and a value that is never broken, so that it can be copied.</summary>
    internal static void Line(IAnsiConsole console, string label, string value)
    {
        console.Markup($"[grey]{label,-8}[/]");
        console.Profile.Out.Writer.WriteLine(value);
    }

    private static string Epochs(long iterations, int batchesPerEpoch, ScheduleSpec schedule)
    {
        if (batchesPerEpoch <= 0 || schedule.Study == StudyKind.Switched)
            return "";
        double epochs = (double)iterations * schedule.Discriminator / batchesPerEpoch;
        return $", {epochs.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture)} epochs";
    }
}
