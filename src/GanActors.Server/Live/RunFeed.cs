using GanActors.Client;
using GanActors.Runs;
using GanActors.Server.Home;
using GanActors.Server.Metrics;
using Microsoft.Extensions.Logging;

namespace GanActors.Server.Live;

/// <summary>Tells how a run goes on: its state, and what its files have got since the last look, whoever writes them.</summary>
internal sealed class RunFeed(RunPlace run, RunDesk desk, FigureShelf figures, ILogger logger) : Feed("state", TimeSpan.FromMilliseconds(500), logger)
{
    // A look brings hundreds of rows of a small network; a chart of a minute is not to grow by all of them.
    private const int StretchesALook = 4;

    private EventFile _history = new(run[RunFiles.Events]);
    private HashSet<string> _sheets = [];
    private DateTime _sheetsAt;
    private RunRow? _told;
    private TurnNow? _turn;

    /// <inheritdoc/>
    protected override void Restart()
    {
        _history = new EventFile(run[RunFiles.Events]);
        _history.Read();
        _sheets = [.. Sheets().Select(sheet => sheet.Name)];
        _sheetsAt = default;
        figures.Listen(run, StretchesALook, _history.Incarnation);
        (_told, _turn) = (null, null);
    }

    /// <inheritdoc/>
    protected override Task<object?> Look(bool isFresh)
    {
        var row = desk.Row(run);
        var turn = desk.Course(run)?.Turn;
        var events = _history.Read();
        var fresh = figures.TakeNew(run, StretchesALook, _history.Incarnation);
        var samples = NewSheets();
        bool isNew = isFresh || row != _told && !Same(row, _told) || turn != _turn || events.Count > 0 || fresh is not null || samples.Length > 0;
        (_told, _turn) = (row, turn);
        return Task.FromResult<object?>(isNew ? new RunLive(row, turn, desk.Actions(run, row), fresh, events, samples) : null);
    }

    // Records compare lists by reference.
    private static bool Same(RunRow row, RunRow? other) => other is not null && row.Alarms.SequenceEqual(other.Alarms) && row with { Alarms = other.Alarms } == other;

    private IReadOnlyList<SampleSheetRow> Sheets() => SheetFiles.In(run.Folder, $"/api/v1/runs/{Uri.EscapeDataString(run.Id)}");

    private SampleSheetRow[] NewSheets()
    {
        var at = Directory.GetLastWriteTimeUtc(run[SheetFiles.Folder]);
        if (at == _sheetsAt)
            return [];
        _sheetsAt = at;
        var all = Sheets();
        SampleSheetRow[] added = [.. all.Where(sheet => !_sheets.Contains(sheet.Name))];
        _sheets = [.. all.Select(sheet => sheet.Name)];
        return added;
    }
}
