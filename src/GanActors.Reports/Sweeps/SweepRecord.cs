using System.Collections.Immutable;
using GanActors.Sweeps;

namespace GanActors.Reports.Sweeps;

/// <summary>What a sweep's folder tells.</summary>
/// <param name="Yaml">The sweep, every value in it.</param>
/// <param name="Spec">The same, read.</param>
/// <param name="Summary">How it stands.</param>
/// <param name="Board">Its trials, best first.</param>
/// <param name="Sheets">The newest sample sheets of the best.</param>
internal sealed record SweepRecord(string Yaml, SweepSpec Spec, SweepSummary Summary, ImmutableArray<Trial> Board, ImmutableArray<MemberSheet> Sheets);

/// <summary>What a trial draws.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Sheet">The newest sheet of its first run.</param>
internal sealed record MemberSheet(Trial Trial, EmbeddedSheet Sheet);
