using System.Collections.Immutable;
using System.Text.Json.Serialization;
using GanActors.Runs;
using GanActors.Sweeps;

namespace GanActors.Grains.Sweeps;

/// <summary>Something that a sweep decided or learned. All of them in order are the sweep: replaying them brings it back.</summary>
/// <param name="Seconds">How long the sweep had gone on by then, breaks left out.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Opened), "opened")]
[JsonDerivedType(typeof(Decided), "decided")]
[JsonDerivedType(typeof(Measured), "measured")]
[JsonDerivedType(typeof(Broke), "broke")]
[JsonDerivedType(typeof(Reported), "reported")]
[JsonDerivedType(typeof(Extended), "extended")]
internal abstract record JournalLine(double Seconds);

/// <summary>A process took the sweep up.</summary>
/// <param name="Seconds">See <see cref="JournalLine"/>.</param>
/// <param name="Time">When.</param>
/// <param name="Digest">SHA-256 of the resolved sweep file, in hexadecimal digits: the journal belongs to no other.</param>
internal sealed record Opened(double Seconds, DateTimeOffset Time, string Digest) : JournalLine(Seconds);

/// <summary>The scheduler wanted a trial trained to an iteration.</summary>
/// <param name="Seconds">See <see cref="JournalLine"/>.</param>
/// <param name="Trial">Its number.</param>
/// <param name="Until">Iterations it will have done.</param>
/// <param name="Bracket">Its bracket.</param>
/// <param name="Settings">Its configuration.</param>
/// <param name="Donor">The trial whose networks it takes over first; null for none.</param>
/// <param name="DonorIteration">After how many iterations.</param>
internal sealed record Decided(
    double Seconds, int Trial, long Until, int Bracket, ImmutableArray<Setting> Settings, int? Donor = null, long? DonorIteration = null) : JournalLine(Seconds);

/// <summary>One of a trial's runs came where it was to come, and was measured.</summary>
/// <param name="Seconds">See <see cref="JournalLine"/>.</param>
/// <param name="Trial">The trial's number.</param>
/// <param name="Seed">Which of its runs, from 1.</param>
/// <param name="Iteration">Iterations done.</param>
/// <param name="Figure">The objective's figure.</param>
/// <param name="Extractor">Name of the feature extractor it is of; null if it is of none.</param>
internal sealed record Measured(double Seconds, int Trial, int Seed, long Iteration, double Figure, string? Extractor = null) : JournalLine(Seconds);

/// <summary>One of a trial's runs failed.</summary>
/// <param name="Seconds">See <see cref="JournalLine"/>.</param>
/// <param name="Trial">The trial's number.</param>
/// <param name="Seed">Which of its runs, from 1.</param>
/// <param name="Fault">Of which kind the failure is.</param>
/// <param name="Words">What went wrong.</param>
/// <param name="Again">Whether the run is tried again.</param>
internal sealed record Broke(double Seconds, int Trial, int Seed, RunFault Fault, string Words, bool Again) : JournalLine(Seconds);

/// <summary>The scheduler was told what became of a trial's piece of work.</summary>
/// <param name="Seconds">See <see cref="JournalLine"/>.</param>
/// <param name="Trial">The trial's number.</param>
/// <param name="Iteration">Where it has come.</param>
/// <param name="Objective">The objective over its runs; null if it failed.</param>
internal sealed record Reported(double Seconds, int Trial, long Iteration, double? Objective = null) : JournalLine(Seconds);

/// <summary>The budget was extended.</summary>
/// <param name="Seconds">See <see cref="JournalLine"/>.</param>
/// <param name="Trials">By how many trials.</param>
internal sealed record Extended(double Seconds, int Trials) : JournalLine(Seconds);
