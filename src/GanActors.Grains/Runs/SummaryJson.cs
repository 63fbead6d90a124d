using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using GanActors.Evaluation;
using GanActors.Runs;

namespace GanActors.Grains.Runs;

/// <summary>Writes <c>summary.json</c>: how the run ended, on what, and the digests that tell equal networks.</summary>
internal static class SummaryJson
{
    /// <summary>The version of this program.</summary>
    public static readonly string Product = typeof(SummaryJson).Assembly.GetName().Version?.ToString(3) ?? "0";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Of(RunOrder order, RunSummary summary)
    {
        var recipe = order.Recipe;
        var (generator, discriminator) = (summary.Started.Generator, summary.Started.Discriminator);
        double seconds = summary.Elapsed.TotalSeconds;
        var json = new JsonObject
        {
            ["run"] = order.Run.Value,
            ["recipe"] = recipe.Name,
            ["state"] = summary.State.ToString().ToLowerInvariant(),
            ["reason"] = summary.Reason,
            ["iterations"] = summary.Last?.Iteration ?? 0,
            ["iterations_planned"] = summary.Started.Iterations,
            ["epochs"] = summary.Last?.Epoch ?? 0,
            ["seed"] = recipe.Run.Seed,
            ["data"] = discriminator.Data,
            ["parameters"] = new JsonObject
            {
                ["generator"] = generator.Parameters,
                ["discriminator"] = discriminator.Parameters,
                ["total"] = generator.Parameters + discriminator.Parameters,
            },
            ["final"] = summary.Last is { } last ? Figures(last) : null,
            ["epoch_accuracy"] = new JsonArray([.. summary.Epochs.Select(Accuracy)]),
            ["modes"] = summary.Modes is { } modes ? Coverage(modes) : null,
            ["digest"] = new JsonObject { ["generator"] = summary.GeneratorDigest, ["discriminator"] = summary.DiscriminatorDigest },
            ["time"] = new JsonObject
            {
                ["seconds"] = Math.Round(seconds, 3),
                ["iterations_per_second"] = seconds > 0 && summary.Last is not null ? Math.Round(summary.Last.Iteration / seconds, 2) : null,
                ["ended"] = DateTime.UtcNow.ToString("O"),
            },
            ["environment"] = new JsonObject
            {
                ["generator_device"] = generator.Device,
                ["discriminator_device"] = discriminator.Device,
                ["runtime"] = RuntimeInformation.FrameworkDescription,
                ["system"] = RuntimeInformation.RuntimeIdentifier,
                ["processors"] = Environment.ProcessorCount,
                ["version"] = Product,
            },
        };
        return json.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Accuracy(EpochEvent epoch) => new()
    {
        ["epoch"] = epoch.Epoch,
        ["d_accuracy"] = Number(epoch.Accuracy),
        ["d_accuracy_real"] = Number(epoch.AccuracyReal),
        ["d_accuracy_fake"] = Number(epoch.AccuracyFake),
    };

    private static JsonObject Coverage(ModeCoverage coverage) => new()
    {
        ["captured"] = coverage.Captured,
        ["of"] = coverage.Modes,
        ["high_quality"] = coverage.HighQuality,
        ["samples"] = coverage.Count,
        ["hits"] = new JsonArray([.. coverage.Hits.Select(hits => JsonValue.Create(hits))]),
    };

    private static JsonObject Figures(MetricsRow row) => new()
    {
        ["d_loss"] = Number(row.DiscriminatorLoss),
        ["g_loss"] = Number(row.GeneratorLoss),
        ["d_accuracy_real"] = Number(row.AccuracyReal),
        ["d_accuracy_fake"] = Number(row.AccuracyFake),
        ["d_score_real"] = Number(row.ScoreReal),
        ["d_score_fake"] = Number(row.ScoreFake),
        ["d_gradient_norm"] = Number(row.DiscriminatorGradientNorm),
        ["g_gradient_norm"] = Number(row.GeneratorGradientNorm),
        ["d_penalty"] = Number(row.DiscriminatorPenalty),
        ["d_lr"] = Number(row.DiscriminatorLearningRate),
        ["g_lr"] = Number(row.GeneratorLearningRate),
    };

    // JSON has no NaN: a figure that does not exist is null.
    private static JsonNode? Number(double value) => double.IsFinite(value) ? value : null;
}
