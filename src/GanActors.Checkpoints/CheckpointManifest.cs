using System.Collections.Immutable;
using System.Text.Json.Nodes;
using GanActors.Duel;

namespace GanActors.Checkpoints;

/// <summary>What makes parts a checkpoint. It is written last: a version without it is none.</summary>
/// <param name="Run">The run.</param>
/// <param name="Version">Which checkpoint of the run.</param>
/// <param name="Written">When, by the writer's clock. For people: nothing is decided by it.</param>
/// <param name="Product">The version of the product that wrote it.</param>
/// <param name="Recipe">The resolved recipe, as YAML.</param>
/// <param name="Metrics">Figures by which the best checkpoints are told; NaN and infinities are figures, too.</param>
/// <param name="Parts">Every part, with its digest.</param>
/// <param name="State">
/// The coordinator's own state, which means nothing to this room. Numbers that may be NaN or infinite go in by <see cref="ExactNumber.Of"/>.
/// </param>
public sealed record CheckpointManifest(
    RunId Run,
    CheckpointVersion Version,
    DateTimeOffset Written,
    string Product,
    string Recipe,
    ImmutableSortedDictionary<string, double> Metrics,
    ImmutableArray<PartReceipt> Parts,
    JsonObject State)
{
    /// <summary>The name of its part.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The version of its format.</summary>
    public const int FormatVersion = 1;

    /// <summary>The bytes of all parts.</summary>
    public long PartBytes => Parts.Sum(part => part.Bytes);

    /// <summary>What is said of a part.</summary>
    /// <param name="name">For example <c>generator.safetensors</c>.</param>
    /// <returns>Null if there is no such part.</returns>
    public PartReceipt? Find(string name) => Parts.FirstOrDefault(part => part.Name == name);
}
