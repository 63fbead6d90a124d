using System.Text;
using GanActors.Recipes;
using GanActors.Recipes.Yaml;

namespace GanActors.Cells;

/// <summary>Writes a group as YAML with every value spelled out, its recipe included: what a run keeps of its file. Reading it gives an equal group.</summary>
public static class CellsWriter
{
    /// <summary>The group as YAML, lines ending in <c>\n</c>.</summary>
    public static string Write(GroupSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var yaml = new StringBuilder();
        var basics = spec.Basics;
        Line($"kind: {(spec is CellsSpec ? GroupWords.Cells : GroupWords.MdGan)}");
        Line($"name: {YamlText.OfName(basics.Name)}");
        Line($"description: {YamlText.Quoted(basics.Description)}");
        Line($"epochs: {basics.Epochs}");
        if (basics.EpochBatches is { } batches)
            Line($"epoch_batches: {batches}");
        Line($"seed: {basics.Seed}");
        Line($"sheets: {{ every: {basics.SheetsEvery} }}");
        Line($"checkpoint: {{ keep: {basics.Keep} }}");
        switch (spec)
        {
            case CellsSpec cells:
                Write(cells);
                break;
            case MdGanSpec shards:
                Line($"discriminators: {shards.Discriminators}");
                Line($"batches: {shards.BatchesMade}");
                Line($"steps: {shards.Steps}");
                Line($"swap: {(shards.SwapEvery is { } every ? $"{{ every: {every} }}" : GroupWords.None)}");
                break;
        }

        Line($"recipe:");
        foreach (string line in RecipeWriter.Write(basics.Recipe).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            yaml.Append("  ").Append(line).Append('\n');
        return yaml.ToString();

        void Line(FormattableString line) => yaml.Append(FormattableString.Invariant(line)).Append('\n');

        void Write(CellsSpec cells)
        {
            Line($"grid: [{cells.Grid.Rows}, {cells.Grid.Columns}]");
            Line($"neighbourhood: {GroupWords.Neighbourhoods.Of(cells.Grid.Neighbourhood)}");
            Line($"exchange: {GroupWords.Exchanges.Of(cells.Exchange)}");
            var fitness = cells.Fitness ?? new FitnessSpec();
            Line($"fitness: {{ sample: {fitness.Sample}, of: {GroupWords.Fitnesses.Of(fitness.Kind)} }}");
            Line($"tournament: {cells.Tournament}");
            Line($"replacement: {GroupWords.Replacements.Of(cells.Replacement)}");
            Line($"mutation: {OfMutation(cells.Mutation)}");
            Line($"discriminator_skips: {cells.DiscriminatorSkips}");
            Line($"losses: [{string.Join(", ", cells.Losses.Select(RecipeWords.Losses.Of))}]");
            Line($"data_share: {YamlText.Of(cells.DataShare)}");
            Line($"mixture: {OfMixture(cells.Mixture)}");
        }
    }

    private static string OfMutation(MutationSpec? mutation) => mutation is null
        ? GroupWords.None
        : $"{{ probability: {YamlText.Of(mutation.Probability)}, scale: {YamlText.Of(mutation.Scale)} }}";

    private static string OfMixture(MixtureSpec? mixture) => mixture is null
        ? GroupWords.None
        : FormattableString.Invariant($"{{ {(mixture.Every is { } every ? $"every: {YamlText.Of(every)}, " : "")}generations: {mixture.Generations}, std: {YamlText.Of(mixture.Deviation)}, samples: {mixture.Samples} }}");
}
