using System.CommandLine;
using GanActors.Cli.Rendering;
using GanActors.Networks;
using GanActors.Recipes;
using Spectre.Console;

namespace GanActors.Cli.Commands;

/// <summary><c>ganactors recipes</c>: what there is to train.</summary>
internal static class RecipesCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var recipes = new CommandWithExamples(
            "recipes", "Lists and shows recipes",
            new Example("ganactors recipes list", "Every recipe that ships."),
            new Example("ganactors recipes show keras-mnist-mlp --layers", "One recipe with all its values, and its layer tables."));

        var list = new CommandWithExamples(
            "list", "Every recipe that ships",
            new Example("ganactors recipes list", "Names, data sets and what they are."),
            new Example("ganactors recipes list | grep mnist", "Those that learn MNIST."));
        list.SetAction(_ => List(surroundings));

        var name = new Argument<string>("recipe") { Description = "A recipe's name or a YAML file", HelpName = "RECIPE" };
        var layers = new Option<bool>("--layers") { Description = "Show the layer tables of both networks, too" };
        var show = new CommandWithExamples(
            "show", "One recipe with every value that decides its run",
            new Example("ganactors recipes show ring", "As YAML, defaults and all."),
            new Example("ganactors recipes show keras-mnist-mlp --layers", "Its networks, layer by layer, with parameter counts."),
            new Example("ganactors recipes show ring > my-ring.yaml", "A recipe of your own to change: train my-ring.yaml."));
        show.Arguments.Add(name);
        show.Options.Add(layers);
        show.SetAction(parsed => Show(surroundings, parsed.GetRequiredValue(name), parsed.GetValue(layers)));

        recipes.Subcommands.Add(list);
        recipes.Subcommands.Add(show);
        recipes.SetAction(_ => List(surroundings));
        return recipes;
    }

    private static int List(Surroundings surroundings)
    {
        var table = Tables.Plain(surroundings.Output, "recipe", "data", "length", "what it is");
        foreach (string name in surroundings.Recipes.Names)
        {
            var recipe = surroundings.Recipes.Read(name).Recipe;
            string length = recipe.Run.Epochs is { } epochs ? $"{Figures.Count(epochs)} epochs" : $"{Figures.Count(recipe.Run.Iterations ?? 0)} iterations";
            table.AddRow(
                new Markup($"[bold]{Markup.Escape(name)}[/]"), new Text(recipe.Data.Name), new Text(length), new Text(recipe.Description));
        }

        surroundings.Output.Write(table);
        surroundings.Out.WriteLine("train one with `ganactors train NAME`; see one with `ganactors recipes show NAME --layers`");
        return ExitCode.Done;
    }

    private static int Show(Surroundings surroundings, string name, bool layers)
    {
        var document = surroundings.Recipes.Read(name);
        surroundings.Out.Write(RecipeWriter.Write(document.Recipe));
        if (!layers)
            return ExitCode.Done;

        var item = ItemOf(document, surroundings);
        int classes = document.Recipe.IsConditional ? ClassesOf(document, surroundings) : 0;
        surroundings.Out.WriteLine();
        LayerTables.Write(surroundings.Output, document.Check(item, classes));
        return ExitCode.Done;
    }

    /// <summary>The shape of an item, which nobody has to load for it.</summary>
    private static Shape ItemOf(RecipeDocument document, Surroundings surroundings)
    {
        var data = document.Recipe.Data;
        if (data.Images is { } images)
            return images.Item;
        var entry = surroundings.Catalog(null).EntryOf(data.Name)
            ?? throw document.Error("data.name", $"there is no data set '{data.Name}', so the networks' shapes are not known");
        return entry.Item
            ?? throw document.Error("data.size", $"the pictures of {data.Name} differ in size; write what they are brought to, for example size: [64, 64]");
    }

    /// <summary>How many classes the items have, which nobody has to load for it where it is known beforehand.</summary>
    private static int ClassesOf(RecipeDocument document, Surroundings surroundings)
    {
        var data = document.Recipe.Data;
        return (data.Folder is null ? surroundings.Catalog(null).EntryOf(data.Name) : null)?.Classes
            ?? throw document.Error("conditional", $"the classes of {data.Name} are counted when its pictures are read, so the networks' shapes are not known yet");
    }
}
