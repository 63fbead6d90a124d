using System.Collections.Immutable;
using GanActors.Recipes;
using GanActors.Recipes.Yaml;

namespace GanActors.Sweeps;

/// <summary>
/// Tries a space on its recipe before anything runs: every choice and both ends of every range, each with the first values of the others and where its
/// condition is met, and then two by two.
/// </summary>
/// <param name="space">What is varied.</param>
/// <param name="positions">Where each parameter was written.</param>
/// <param name="recipe">What it is varied of.</param>
internal sealed class SpaceProbes(SearchSpace space, ImmutableArray<RecipePosition> positions, RecipeDocument recipe)
{
    // Every pair of a space of ten or twenty values; of a larger one, pairs spread evenly over all.
    private const int MostPairs = 500;

    /// <summary>Tries all.</summary>
    /// <param name="check">What is to be right of each recipe, besides that it can be read.</param>
    /// <exception cref="RecipeException">A value cannot be used; it points at the parameter.</exception>
    public void Try(Action<RecipeDocument>? check = null)
    {
        var first = SpaceWalk.With(space)!;
        if (Fault(first, check) is { } early)
            throw Blame(early, first, null);
        var values = (
            from parameter in Enumerable.Range(0, space.Parameters.Length)
            from value in Enumerable.Range(0, SpaceWalk.Extremes(space.Parameters[parameter].Distribution).Length)
            select (Parameter: parameter, Value: value)).ToArray();
        foreach (var one in values)
        {
            var configuration = SpaceWalk.With(space, one)!;
            if (Fault(configuration, check) is { } fault)
                throw Blame(fault, configuration, one.Parameter);
        }

        if (check is null)
            TryPairs(values);
    }

    private void TryPairs((int Parameter, int Value)[] values)
    {
        long all = (long)values.Length * (values.Length - 1) / 2, stride = Math.Max(1, all / MostPairs), number = 0;
        for (int i = 0; i < values.Length; i++)
        {
            for (int j = i + 1; j < values.Length; j++)
            {
                // The first values have all met already.
                if (number++ % stride != 0 || values[i].Value == 0 || values[j].Value == 0 || values[i].Parameter == values[j].Parameter)
                    continue;
                if (SpaceWalk.With(space, values[i], values[j]) is not { } configuration || Fault(configuration, null) is not { } fault)
                    continue;
                var (one, other) = (values[i].Parameter, values[j].Parameter);
                throw new RecipeException(
                    positions[other],
                    Name(other),
                    $"{Text(values[j])} does not go with {space.Parameters[one].Key}={Text(values[i])}: {Told(fault, other)}; make one a condition of the other",
                    fault);
            }
        }
    }

    private RecipeException? Fault(Configuration configuration, Action<RecipeDocument>? check)
    {
        try
        {
            var document = recipe.With(configuration.Settings.Select(setting => setting.ToString()));
            check?.Invoke(document);
            return null;
        }
        catch (RecipeException fault)
        {
            return fault;
        }
    }

    /// <summary>The error for a fault of a configuration: of the value that is tried, or of one that only comes with it, or of whichever is at fault if none is tried.</summary>
    private RecipeException Blame(RecipeException fault, Configuration configuration, int? tried)
    {
        var named = configuration.Settings.FirstOrDefault(setting => fault.Override is { } text ? text.StartsWith(setting.Key + "=", StringComparison.Ordinal) : fault.Key == setting.Key);
        var setting = tried is not { } parameter || space.Parameters[named?.Parameter ?? parameter].When?.Parameter == parameter
            ? named ?? configuration.Settings[^1]
            : configuration.Settings.First(setting => setting.Parameter == parameter);
        string others = tried is null ? " where the others have their first values" : string.Empty;
        return new RecipeException(
            positions[setting.Parameter],
            Name(setting.Parameter),
            $"{YamlScalar.Quoted(setting.Value)} does not work{others}: {Told(fault, setting.Parameter)}",
            fault);
    }

    private string Name(int parameter) => $"{SpaceSection.Key}.{space.Parameters[parameter].Key}";

    private string Text((int Parameter, int Value) probe) => YamlScalar.Quoted(SpaceWalk.Extremes(space.Parameters[probe.Parameter].Distribution)[probe.Value]);

    private string Told(RecipeException fault, int parameter) =>
        fault.Key is null || fault.Key == space.Parameters[parameter].Key ? fault.Problem : $"{fault.Key}: {fault.Problem}";
}
