using System.Globalization;
using System.Text;
using GanActors.Recipes.Yaml;

namespace GanActors.Sweeps;

/// <summary>
/// Writes a sweep as YAML with every value spelled out, its recipe among them: what a sweep keeps of itself. Reading it gives an equal sweep, whatever has become
/// of the recipe and the defaults since.
/// </summary>
public static class SweepWriter
{
    /// <summary>The sweep as YAML, lines ending in <c>\n</c>.</summary>
    public static string Write(SweepSpec sweep)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        var yaml = new StringBuilder();
        Line(0, $"name: {YamlText.OfName(sweep.Name)}");
        Line(0, $"description: {YamlText.Quoted(sweep.Description)}");
        Line(0, "recipe:");
        foreach (string line in sweep.RecipeYaml.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Line(1, line);
        Line(0, $"{SpaceSection.Key}:");
        Parameters(1, null);
        Line(0, $"{ObjectiveSection.Key}: {ObjectiveSection.Of(sweep.Objective)}");
        Line(0, $"{SchedulerSection.Key}: {SchedulerSection.Of(sweep.Scheduler)}");
        Line(0, $"{BudgetSection.Key}: {BudgetSection.Of(sweep.Budget)}");
        Line(0, $"seed: {YamlText.Of(sweep.Seed)}");
        Line(0, $"retries: {YamlText.Of(sweep.Retries)}");
        return yaml.ToString();

        void Line(int depth, string text) => yaml.Append(' ', 2 * depth).Append(text).Append('\n');

        void Parameters(int depth, Condition? when)
        {
            for (int i = 0; i < sweep.Space.Parameters.Length; i++)
            {
                var (key, distribution, condition) = sweep.Space.Parameters[i];
                if (condition != when)
                    continue;
                if (distribution is not ChoiceDistribution choice || !sweep.Space.Parameters.Any(other => other.When?.Parameter == i))
                {
                    Line(depth, $"{key}: {OfDistribution(distribution)}");
                    continue;
                }

                Line(depth, $"{key}:");
                Line(depth + 1, "choice:");
                for (int value = 0; value < choice.Values.Length; value++)
                {
                    var here = new Condition(i, value);
                    bool more = sweep.Space.Parameters.Any(other => other.When == here);
                    Line(depth + 2, $"{choice.Values[value]}:{(more ? string.Empty : " {}")}");
                    if (more)
                        Parameters(depth + 3, here);
                }
            }
        }
    }

    /// <summary>A scheduler's kind, in the word that a file has for it: <c>asha</c>.</summary>
    public static string KindOf(SchedulerSpec scheduler) => SchedulerSection.KindOf(scheduler);

    private static string OfDistribution(Distribution distribution) => distribution switch
    {
        ChoiceDistribution choice => $"{{ {(choice.IsOrdered ? "grid" : "choice")}: [{string.Join(", ", choice.Values)}] }}",
        IntegerDistribution range => string.Create(CultureInfo.InvariantCulture, $"{{ int: [{range.Low}, {range.High}] }}"),
        LogUniformDistribution range => $"{{ loguniform: [{YamlText.Of(range.Low)}, {YamlText.Of(range.High)}] }}",
        UniformDistribution { Step: { } step } range => $"{{ quniform: [{YamlText.Of(range.Low)}, {YamlText.Of(range.High)}, {YamlText.Of(step)}] }}",
        UniformDistribution range => $"{{ uniform: [{YamlText.Of(range.Low)}, {YamlText.Of(range.High)}] }}",
        _ => throw new NotSupportedException($"No distribution {distribution}."),
    };
}
