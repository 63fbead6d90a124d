using GanActors.Client;
using GanActors.Server.Home;
using Microsoft.Extensions.Logging;

namespace GanActors.Server.Live;

/// <summary>Tells which runs and sweeps are new, changed or gone.</summary>
internal sealed class ListsFeed(RunDesk runs, SweepDesk sweeps, ILogger logger) : Feed("lists", TimeSpan.FromSeconds(1), logger)
{
    private Dictionary<string, RunRow> _runs = [];
    private Dictionary<string, SweepRow> _sweeps = [];

    /// <inheritdoc/>
    protected override void Restart()
    {
        _runs = runs.Rows().ToDictionary(row => row.Id, StringComparer.Ordinal);
        _sweeps = sweeps.Rows().ToDictionary(row => row.Id, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    protected override Task<object?> Look(bool isFresh)
    {
        var now = runs.Rows().ToDictionary(row => row.Id, StringComparer.Ordinal);
        var searches = sweeps.Rows().ToDictionary(row => row.Id, StringComparer.Ordinal);
        RunRow[] changed = [.. now.Values.Where(row => !_runs.TryGetValue(row.Id, out var before) || row != before)];
        SweepRow[] changedSweeps = [.. searches.Values.Where(row => !_sweeps.TryGetValue(row.Id, out var before) || row != before)];
        string[] gone = [.. _runs.Keys.Where(id => !now.ContainsKey(id))], goneSweeps = [.. _sweeps.Keys.Where(id => !searches.ContainsKey(id))];
        (_runs, _sweeps) = (now, searches);
        bool isNew = changed.Length + changedSweeps.Length + gone.Length + goneSweeps.Length > 0;
        return Task.FromResult<object?>(isNew || isFresh ? new ListsLive(changed, gone, changedSweeps, goneSweeps) : null);
    }
}
