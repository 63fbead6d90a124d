namespace GanActors.Client;

/// <summary>A run in a list.</summary>
/// <param name="Id">Its name under <c>runs/</c>; of a sweep's run, <c>SWEEP:TRIAL:SEED</c>.</param>
/// <param name="Recipe">The recipe's name.</param>
/// <param name="Data">The data set's name.</param>
/// <param name="State">
/// <c>waiting</c> (for a device), <c>running</c>, <c>paused</c>, <c>completed</c>, <c>stopped</c>, <c>failed</c>, or <c>broken_off</c>: its process is gone, it can be resumed.
/// </param>
/// <param name="Here">Whether this server, or its cluster, runs it now; what another process runs can only be looked at.</param>
/// <param name="Iterations">Iterations done.</param>
/// <param name="TotalIterations">Iterations it will run; 0 if not known.</param>
/// <param name="IterationsPerSecond">Over the last seconds; of an ended run, over its whole time. 0 if not known.</param>
/// <param name="ElapsedSeconds">How long it has gone on, breaks left out; 0 if not known.</param>
/// <param name="LeftSeconds">Estimate of the time left; null before there is one, and afterwards.</param>
/// <param name="GLoss">G's loss at its newest row; null if there is none.</param>
/// <param name="DLoss">D's loss on both sides together.</param>
/// <param name="DAccuracyReal">Share of real items that D takes for real, in [0, 1].</param>
/// <param name="DAccuracyFake">Share of fakes that D takes for fake, in [0, 1].</param>
/// <param name="Quality">The newest evaluation's leading figure; null without one.</param>
/// <param name="Started">When it was begun; null if not known.</param>
/// <param name="Ended">When it ended; null if it has not.</param>
/// <param name="Alarms">The alarms that are raised now, by name; of an ended run those raised at its end.</param>
/// <param name="Why">Why it failed or ended, or what it waits for; null if there is nothing to say.</param>
/// <param name="Sample">The newest sample sheet, relative to the API's run: <c>samples/iteration-000100.png</c>; null if there is none.</param>
/// <param name="Sweep">The sweep it is a run of; null for none.</param>
public sealed record RunRow(
    string Id,
    string Recipe,
    string Data,
    string State,
    bool Here,
    long Iterations,
    long TotalIterations,
    double IterationsPerSecond,
    double ElapsedSeconds,
    double? LeftSeconds,
    double? GLoss,
    double? DLoss,
    double? DAccuracyReal,
    double? DAccuracyFake,
    Figure? Quality,
    DateTimeOffset? Started,
    DateTimeOffset? Ended,
    IReadOnlyList<string> Alarms,
    string? Why,
    string? Sample,
    string? Sweep = null);

/// <summary>A figure with its name.</summary>
/// <param name="Name">For example <c>fid</c>.</param>
/// <param name="Value">Its value; null if it is no number.</param>
/// <param name="LessIsBetter">Whether less is better; null if neither is.</param>
public sealed record Figure(string Name, double? Value, bool? LessIsBetter);

/// <summary>Whose turn it is.</summary>
/// <param name="Incarnation">How often the run's networks have been set up.</param>
/// <param name="Iteration">From 1: the iteration under way.</param>
/// <param name="Phase"><c>discriminator</c> or <c>generator</c>: whose weights may move.</param>
/// <param name="SubStep">From 1, within the phase.</param>
/// <param name="KeptFrozen">Whom the schedule keeps frozen throughout this iteration; null for nobody.</param>
public sealed record TurnNow(int Incarnation, long Iteration, string Phase, int SubStep, string? KeptFrozen);
