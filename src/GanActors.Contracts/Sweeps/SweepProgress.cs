using System.Collections.Immutable;
using GanActors.Runs;

namespace GanActors.Sweeps;

/// <summary>Where a sweep is in its life.</summary>
public enum SweepState
{
    /// <summary>Not started.</summary>
    New,

    /// <summary>Runs are under way, or about to be.</summary>
    Running,

    /// <summary>No more work is begun until it is told to go on.</summary>
    Paused,

    /// <summary>Its scheduler has no more work.</summary>
    Completed,

    /// <summary>It ended early because someone asked, or its time was over; it can be resumed.</summary>
    Stopped,

    /// <summary>It ended with an error of its own; it can be resumed.</summary>
    Failed,
}

/// <summary>How a sweep stands.</summary>
/// <param name="State">Where it is in its life.</param>
/// <param name="Reason">Why it ended; null while it goes on.</param>
/// <param name="Trials">All that were begun, by their number.</param>
/// <param name="Budget">Trials it may begin.</param>
/// <param name="Iterations">Done by all runs together.</param>
/// <param name="IterationsPerSecond">Of all runs under way together.</param>
/// <param name="Elapsed">How long it has gone on, breaks left out.</param>
/// <param name="Extractor">The feature extractor that all its figures are of; null before the first, or if they are of none.</param>
[GenerateSerializer, Immutable, Alias("gan.sweep-progress")]
public sealed record SweepProgress(
    SweepState State,
    string? Reason,
    ImmutableArray<Trial> Trials,
    int Budget,
    long Iterations,
    double IterationsPerSecond,
    TimeSpan Elapsed,
    string? Extractor);

/// <summary>One configuration on its way.</summary>
/// <param name="Number">From 0, in the order in which they were begun.</param>
/// <param name="Configuration">What it is trained with; in a population, what it came to.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="Bracket">Its bracket, from 0.</param>
/// <param name="Until">Iterations it has done, or will have done when it reports next.</param>
/// <param name="Reports">What it has reported so far, by rising iterations.</param>
/// <param name="Done">Iterations done in the piece of work under way, over all its seeds; 0 if there is none.</param>
/// <param name="Failure">What went wrong, if it failed.</param>
/// <param name="Fault">Of which kind that is.</param>
[GenerateSerializer, Immutable, Alias("gan.trial")]
public sealed record Trial(
    int Number,
    Configuration Configuration,
    TrialState State,
    int Bracket,
    long Until,
    ImmutableArray<TrialFigures> Reports,
    long Done = 0,
    string? Failure = null,
    RunFault? Fault = null)
{
    /// <summary>Its newest report; null before the first.</summary>
    public TrialFigures? Latest => Reports.IsEmpty ? null : Reports[^1];
}

/// <summary>Where a trial is in its life.</summary>
public enum TrialState
{
    /// <summary>It is to be trained, and waits for a lane.</summary>
    Waiting,

    /// <summary>It is trained.</summary>
    Running,

    /// <summary>It has reported, and its scheduler has not asked for more of it; perhaps it will.</summary>
    Reported,

    /// <summary>It was trained as long as any can be.</summary>
    Completed,

    /// <summary>It failed.</summary>
    Failed,
}

/// <summary>What a trial reported.</summary>
/// <param name="Iteration">Iterations done.</param>
/// <param name="Objective">The objective, over all seeds.</param>
/// <param name="Seeds">The figure of each seed.</param>
/// <param name="Elapsed">Of the sweep, breaks left out.</param>
/// <param name="Donor">The trial whose networks it had taken over before; null for none.</param>
[GenerateSerializer, Immutable, Alias("gan.trial-figures")]
public sealed record TrialFigures(long Iteration, double Objective, ImmutableArray<double> Seeds, TimeSpan Elapsed, int? Donor = null);

/// <summary>A sweep that cannot be started, resumed or changed; the message says why, and names the file and line if there is one.</summary>
[GenerateSerializer, Alias("gan.sweep-fault")]
public sealed class SweepException : Exception
{
    /// <summary>For serializers.</summary>
    public SweepException()
    {
    }

    /// <summary>A refusal with its reason.</summary>
    public SweepException(string message)
        : base(message)
    {
    }

    /// <summary>A refusal with its reason and cause.</summary>
    public SweepException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
