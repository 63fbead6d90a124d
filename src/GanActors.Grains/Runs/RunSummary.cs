using GanActors.Evaluation;
using GanActors.Runs;

namespace GanActors.Grains.Runs;

/// <summary>How a run ended.</summary>
internal sealed record RunSummary(
    RunState State, string Reason, RunStarted Started, MetricsRow? Last, TimeSpan Elapsed, string GeneratorDigest, string DiscriminatorDigest,
    IReadOnlyList<EpochEvent> Epochs, ModeCoverage? Modes);
