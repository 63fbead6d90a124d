using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using GanActors.Grains.Stopping;
using GanActors.Runs;

namespace GanActors.Grains.Runs;

/// <summary>
/// What the coordinator knows at an iteration's end and needs to go on as if there had been no break: the state that is kept in a
/// checkpoint's manifest. The course, which is longer, is a part of its own.
/// </summary>
/// <param name="Data">What the run learns from, in words, so that it is not resumed on other data.</param>
/// <param name="Batches">Whole batches in an epoch, for the same reason.</param>
/// <param name="Latest">The figures of the newest iteration.</param>
/// <param name="RealBatches">Real batches drawn.</param>
/// <param name="Round">The state of the schedule, and the newest verdicts.</param>
/// <param name="Stop">What the rule that may end the run has noted; null if there is none.</param>
/// <param name="Accuracy">The epoch under way.</param>
/// <param name="Epochs">The epochs told.</param>
/// <param name="Sheets">The sheets drawn.</param>
/// <param name="MetricsBytes">Length of <c>metrics.csv</c>.</param>
/// <param name="TimingsBytes">Length of <c>timings.csv</c>.</param>
/// <param name="Seconds">How long the run has gone on, breaks left out.</param>
/// <param name="RollBacks">How often it has gone back to lower learning rates.</param>
/// <param name="Alarms">What the alarms have seen, and which are raised.</param>
internal sealed record RunMemory(
    string Data,
    int Batches,
    MetricsRow Latest,
    long RealBatches,
    JsonElement Round,
    FooledRule.Memory? Stop,
    EpochAccuracy.Memory Accuracy,
    ImmutableArray<EpochEvent> Epochs,
    ImmutableArray<KeptSheet> Sheets,
    long MetricsBytes,
    long TimingsBytes,
    double Seconds,
    int RollBacks,
    JsonElement? Alarms = null)
{
    /// <summary>The memory that a manifest holds.</summary>
    /// <exception cref="FormatException">It holds none; the message says why.</exception>
    public static RunMemory Of(JsonObject state)
    {
        try
        {
            return SavedState.Read<RunMemory>(JsonSerializer.SerializeToElement(state));
        }
        catch (JsonException fault)
        {
            throw new FormatException($"state: {fault.Message}", fault);
        }
    }

    /// <summary>As a manifest holds it.</summary>
    public JsonObject ToJson() => SavedState.Of(this);
}
