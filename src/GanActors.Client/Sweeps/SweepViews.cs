namespace GanActors.Client;

/// <summary>A sweep in a list.</summary>
/// <param name="Id">Its name under <c>sweeps/</c>.</param>
/// <param name="Kind"><c>sweep</c>, <c>cells</c> or <c>md-gan</c>.</param>
/// <param name="Recipe">The name of the recipe that is varied.</param>
/// <param name="State"><c>running</c>, <c>paused</c>, <c>completed</c>, <c>stopped</c>, <c>failed</c> or <c>broken_off</c>.</param>
/// <param name="Here">Whether this server, or its cluster, runs it now.</param>
/// <param name="Trials">Trials begun; of a group, its members.</param>
/// <param name="Budget">Trials it may begin; of a group, its epochs.</param>
/// <param name="Iterations">Done by all runs together; of a group, epochs that all members have done.</param>
/// <param name="IterationsPerSecond">Of all together; 0 if not known.</param>
/// <param name="ElapsedSeconds">Breaks left out.</param>
/// <param name="Objective">What is wanted, and the best so far; null for a group.</param>
/// <param name="Why">Why it ended; null if it goes on.</param>
public sealed record SweepRow(
    string Id, string Kind, string Recipe, string State, bool Here, int Trials, int Budget, long Iterations, double IterationsPerSecond, double ElapsedSeconds, Figure? Objective, string? Why);

/// <summary>All of a sweep.</summary>
/// <param name="Row">What a list says of it.</param>
/// <param name="Outline">What it varies; null for a group.</param>
/// <param name="Trials">All that were begun, best first; empty for a group.</param>
/// <param name="Importance">How much of the objective's variation each parameter explains, in [0, 1], by key; null before it can be told.</param>
/// <param name="Extractor">What its figures are of; null if they are of none.</param>
/// <param name="Cells">A group's members; null for a sweep.</param>
/// <param name="Samples">A group's sheets; empty for a sweep.</param>
/// <param name="Actions">What can be done with it now: <c>pause</c>, <c>resume</c>, <c>stop</c>, <c>extend</c>, <c>delete</c>.</param>
/// <param name="Yaml">Its file.</param>
/// <param name="Folder">Its folder on the server.</param>
public sealed record SweepDetail(
    SweepRow Row, SweepOutline? Outline, IReadOnlyList<TrialView> Trials, IReadOnlyDictionary<string, double>? Importance, string? Extractor, CellGridView? Cells,
    IReadOnlyList<SampleSheetRow> Samples, IReadOnlyList<string> Actions, string Yaml, string Folder);

/// <summary>What a sweep varies and wants.</summary>
/// <param name="Metric">The objective's figure.</param>
/// <param name="Minimize">Whether less is better.</param>
/// <param name="Seeds">Runs of a configuration.</param>
/// <param name="Scheduler">Its kind in a word or two.</param>
/// <param name="Rungs">Iterations at which trials report and are compared; empty if there are none.</param>
/// <param name="Trials">Configurations at most.</param>
/// <param name="Iterations">Of a run that is trained to its end.</param>
/// <param name="Parameters">What is varied, in order.</param>
public sealed record SweepOutline(
    string Metric, bool Minimize, int Seeds, string Scheduler, IReadOnlyList<long> Rungs, int Trials, long Iterations, IReadOnlyList<ParameterView> Parameters);

/// <summary>What is varied.</summary>
/// <param name="Key">Its dotted path in the recipe.</param>
/// <param name="Kind"><c>uniform</c>, <c>loguniform</c>, <c>int</c> or <c>choice</c>.</param>
/// <param name="Low">The least; null for a choice.</param>
/// <param name="High">The greatest; null for a choice.</param>
/// <param name="Values">Of a choice, in order; empty otherwise.</param>
public sealed record ParameterView(string Key, string Kind, double? Low, double? High, IReadOnlyList<string> Values);

/// <summary>A trial.</summary>
/// <param name="Rank">From 1; null if it has not reported or failed.</param>
/// <param name="Number">From 0, in the order in which they were begun.</param>
/// <param name="State"><c>waiting</c>, <c>running</c>, <c>reported</c>, <c>completed</c> or <c>failed</c>.</param>
/// <param name="Settings">What it is trained with, by key; values as a recipe has them.</param>
/// <param name="Iterations">Iterations at its newest report; 0 before the first.</param>
/// <param name="Until">Iterations at its next report, or at its last.</param>
/// <param name="Done">Iterations done in the piece of work under way, over all its seeds.</param>
/// <param name="Objective">Its newest; null before there is one.</param>
/// <param name="Bracket">From 0.</param>
/// <param name="Reports">What it reported, by rising iterations.</param>
/// <param name="Failure">What went wrong, if it failed.</param>
/// <param name="Runs">Ids of its runs in the API, one for each seed.</param>
/// <param name="Sample">Address of the newest sample sheet of its first run; null if there is none.</param>
public sealed record TrialView(
    int? Rank, int Number, string State, IReadOnlyDictionary<string, string> Settings, long Iterations, long Until, long Done, double? Objective, int Bracket,
    IReadOnlyList<ReportView> Reports, string? Failure, IReadOnlyList<string> Runs, string? Sample);

/// <summary>A report of a trial.</summary>
/// <param name="Iteration">Iterations done.</param>
/// <param name="Objective">Over all seeds; null if it is no number.</param>
/// <param name="ElapsedSeconds">Of the sweep.</param>
/// <param name="Donor">The trial whose networks it had taken over; null for none.</param>
public sealed record ReportView(long Iteration, double? Objective, double ElapsedSeconds, int? Donor);

/// <summary>A group's members.</summary>
/// <param name="Rows">Rows of the grid.</param>
/// <param name="Columns">Columns of the grid; one generator's discriminators stand in one row.</param>
/// <param name="Epoch">Epochs that all have done.</param>
/// <param name="Epochs">Epochs it will train.</param>
/// <param name="Metrics">The names of the figures that cells have.</param>
/// <param name="Cells">In reading order.</param>
public sealed record CellGridView(int Rows, int Columns, long Epoch, long Epochs, IReadOnlyList<string> Metrics, IReadOnlyList<CellView> Cells);

/// <summary>A member.</summary>
/// <param name="Row">From 0.</param>
/// <param name="Column">From 0.</param>
/// <param name="Epoch">Epochs done.</param>
/// <param name="Figures">By name; null where there is none yet.</param>
public sealed record CellView(int Row, int Column, long Epoch, IReadOnlyDictionary<string, double?> Figures);

/// <summary>Starts a sweep, or a group.</summary>
/// <param name="Sweep">The name of a sweep that ships; or else <paramref name="Yaml"/>.</param>
/// <param name="Yaml">A sweep's text.</param>
/// <param name="Name">Its name under <c>sweeps/</c>; null for the one in the text.</param>
/// <param name="Parallel">Runs at once; null for what it says, or one for each lane.</param>
public sealed record StartSweep(string? Sweep = null, string? Yaml = null, string? Name = null, int? Parallel = null);

/// <summary>Gives a sweep more trials.</summary>
/// <param name="Trials">So many.</param>
public sealed record ExtendSweep(int Trials);

/// <summary>What <c>/api/v1/live</c> tells, as server-sent events of type <c>lists</c>, about one a second: rows that changed.</summary>
/// <param name="Runs">Runs that are new or changed.</param>
/// <param name="Gone">Ids of runs that are no more.</param>
/// <param name="Sweeps">Sweeps that are new or changed.</param>
/// <param name="GoneSweeps">Ids of sweeps that are no more.</param>
public sealed record ListsLive(IReadOnlyList<RunRow> Runs, IReadOnlyList<string> Gone, IReadOnlyList<SweepRow> Sweeps, IReadOnlyList<string> GoneSweeps);
