using Orleans.Runtime;

namespace Orleans.Reminders;

/// <summary>Keeps reminders as long as the silo runs; a table in a file builds on it.</summary>
internal class InMemoryReminderTable : IReminderTable
{
    private readonly Lock _gate = new();
    private Dictionary<(GrainId Grain, string Name), ReminderEntry> _rows = [];

    public Task<ReminderTableData> ReadRows(GrainId grainId) => Read(row => row.GrainId == grainId);

    public Task<ReminderTableData> ReadRows(uint begin, uint end) => Read(row =>
    {
        var hash = row.GrainId.GetUniformHashCode();
        return begin < end ? hash > begin && hash <= end : begin == end || hash > begin || hash <= end;
    });

    public Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName)
    {
        lock (_gate) return Task.FromResult(_rows.TryGetValue((grainId, reminderName), out var row) ? Copy(row) : null);
    }

    public Task<string?> UpsertRow(ReminderEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (_gate)
        {
            var row = Copy(entry);
            row.ETag = Guid.NewGuid().ToString("N");
            Commit(new Dictionary<(GrainId, string), ReminderEntry>(_rows) { [(row.GrainId, row.ReminderName)] = row });
            return Task.FromResult<string?>(row.ETag);
        }
    }

    public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag)
    {
        lock (_gate)
        {
            if (!_rows.TryGetValue((grainId, reminderName), out var row) || row.ETag != eTag) return Task.FromResult(false);
            var fewer = new Dictionary<(GrainId, string), ReminderEntry>(_rows);
            fewer.Remove((grainId, reminderName));
            Commit(fewer);
            return Task.FromResult(true);
        }
    }

    /// <summary>Called before rows are replaced; when it throws they are not.</summary>
    protected virtual void Save(IReadOnlyCollection<ReminderEntry> rows)
    {
    }

    protected void Load(IEnumerable<ReminderEntry> rows) => _rows = rows.ToDictionary(row => (row.GrainId, row.ReminderName));

    private static ReminderEntry Copy(ReminderEntry row) => new()
    {
        GrainId = row.GrainId,
        ReminderName = row.ReminderName,
        StartAt = row.StartAt,
        Period = row.Period,
        ETag = row.ETag,
    };

    private void Commit(Dictionary<(GrainId, string), ReminderEntry> rows)
    {
        Save(rows.Values);
        _rows = rows;
    }

    private Task<ReminderTableData> Read(Func<ReminderEntry, bool> wanted)
    {
        lock (_gate) return Task.FromResult(new ReminderTableData(_rows.Values.Where(wanted).Select(Copy)));
    }
}
