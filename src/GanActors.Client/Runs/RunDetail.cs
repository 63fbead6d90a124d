namespace GanActors.Client;

/// <summary>All of a run but its figures, samples and events, which have addresses of their own.</summary>
/// <param name="Row">What a list says of it.</param>
/// <param name="Turn">Whose turn it is; null if it is not under way here.</param>
/// <param name="Seed">Where its random numbers start.</param>
/// <param name="Batch">Items of a batch.</param>
/// <param name="Loss">The loss's kind.</param>
/// <param name="Schedule">The schedule in words.</param>
/// <param name="Device">Where its networks live; null if not known.</param>
/// <param name="Folder">Its folder on the server.</param>
/// <param name="Generator">Layer by layer; null if the data that decide its shapes are not at hand.</param>
/// <param name="Discriminator">Layer by layer.</param>
/// <param name="SampleRows">Rows of a sample sheet.</param>
/// <param name="SampleColumns">Columns of a sample sheet.</param>
/// <param name="Quality">The newest evaluation's figures.</param>
/// <param name="Actions">What can be done with it now: <c>pause</c>, <c>resume</c>, <c>stop</c>, <c>delete</c>, <c>walk</c>.</param>
/// <param name="Files">What can be downloaded.</param>
public sealed record RunDetail(
    RunRow Row,
    TurnNow? Turn,
    ulong Seed,
    int Batch,
    string Loss,
    string Schedule,
    string? Device,
    string Folder,
    LayerTableView? Generator,
    LayerTableView? Discriminator,
    int SampleRows,
    int SampleColumns,
    IReadOnlyList<Figure> Quality,
    IReadOnlyList<string> Actions,
    IReadOnlyList<RunFile> Files);

/// <summary>A file of a run that can be downloaded.</summary>
/// <param name="Name">Its name, and the end of its address: <c>/api/v1/runs/ID/files/NAME</c>.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Description">What it is.</param>
public sealed record RunFile(string Name, long Bytes, string Description);

/// <summary>Starts a run.</summary>
/// <param name="Recipe">The name of a recipe that ships; or else <paramref name="Yaml"/>.</param>
/// <param name="Yaml">A recipe's text.</param>
/// <param name="Set">Values of it to change, <c>key=value</c> each.</param>
/// <param name="Name">The run's name: letters, digits, hyphens; null for one made of the recipe's name and the time.</param>
/// <param name="Device"><c>any</c> (default), <c>cpu</c> or <c>cuda</c>.</param>
public sealed record StartRun(string? Recipe = null, string? Yaml = null, IReadOnlyList<string>? Set = null, string? Name = null, string? Device = null);

/// <summary>Something that befell a run.</summary>
/// <param name="Number">Its place in the run's history, from 1.</param>
/// <param name="Time">When.</param>
/// <param name="Incarnation">In which incarnation.</param>
/// <param name="Kind">
/// <c>opened</c>, <c>checkpoint</c>, <c>gate</c>, <c>alarm</c>, <c>epoch</c>, <c>evaluation</c>, <c>modes</c>, <c>end</c>, or a notice: <c>waiting</c>, <c>restored</c>,
/// <c>rolled_back</c>, <c>skipped</c>, <c>checkpoint_fault</c>, ...
/// </param>
/// <param name="Iteration">Iterations done; null where that does not apply.</param>
/// <param name="Words">What happened, for people.</param>
/// <param name="Severity"><c>info</c>, <c>warning</c> or <c>good</c>.</param>
public sealed record RunEventRow(long Number, DateTimeOffset? Time, int Incarnation, string Kind, long? Iteration, string Words, string Severity);

/// <summary>A sample sheet.</summary>
/// <param name="Name">Its file's name.</param>
/// <param name="Iteration">Iterations done when it was drawn; null where its name counts epochs.</param>
/// <param name="Epoch">Epochs done; null where its name counts iterations.</param>
/// <param name="Url">Its address.</param>
public sealed record SampleSheetRow(string Name, long? Iteration, long? Epoch, string Url);

/// <summary>A checkpoint.</summary>
/// <param name="Version">Its name: <c>00005000-0001</c>, iteration and incarnation.</param>
/// <param name="Iteration">Iterations done.</param>
/// <param name="Incarnation">In which incarnation it was written.</param>
/// <param name="Written">When; null if it is not whole.</param>
/// <param name="Bytes">Of all its parts.</param>
/// <param name="Condition"><c>whole</c>, <c>damaged</c> or <c>unfinished</c>.</param>
/// <param name="Pinned">Whether it is kept for good.</param>
/// <param name="Figures">What it scored.</param>
public sealed record CheckpointRow(
    string Version, long Iteration, int Incarnation, DateTimeOffset? Written, long Bytes, string Condition, bool Pinned, IReadOnlyList<Figure> Figures);

/// <summary>Figures of a run, thinned: each place of the lists stands for a stretch of iterations.</summary>
/// <param name="Rows">Rows of figures that the run has written.</param>
/// <param name="Iterations">The last iteration of each stretch.</param>
/// <param name="Columns">By name: <c>g_loss</c>, <c>d_loss</c>, <c>d_accuracy_real</c>, ...; each as long as <paramref name="Iterations"/>.</param>
public sealed record MetricsView(long Rows, IReadOnlyList<double> Iterations, IReadOnlyDictionary<string, SeriesView> Columns);

/// <summary>One figure over the stretches. A stretch without it is null.</summary>
/// <param name="Mean">Its means.</param>
/// <param name="Low">The least of each stretch.</param>
/// <param name="High">The greatest of each stretch.</param>
public sealed record SeriesView(IReadOnlyList<double?> Mean, IReadOnlyList<double?> Low, IReadOnlyList<double?> High);

/// <summary>
/// What <c>/api/v1/runs/ID/live</c> tells, as server-sent events of type <c>state</c>, some two a second while the run goes on, and at once after a reconnection.
/// </summary>
/// <param name="Row">How it stands.</param>
/// <param name="Turn">Whose turn it is.</param>
/// <param name="Actions">What can be done with it now.</param>
/// <param name="Metrics">Figures since the last such event, thinned; null if there are none.</param>
/// <param name="Events">What befell it since, oldest first; without rows of figures.</param>
/// <param name="Samples">Sheets drawn since, oldest first.</param>
public sealed record RunLive(
    RunRow Row, TurnNow? Turn, IReadOnlyList<string> Actions, MetricsView? Metrics, IReadOnlyList<RunEventRow> Events, IReadOnlyList<SampleSheetRow> Samples);
