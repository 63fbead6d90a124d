using System.Text.Json;
using Orleans.Storage;

namespace Orleans.Reminders;

/// <summary>Keeps reminders in one JSON file, written atomically, so that they survive the process.</summary>
internal sealed class FileReminderTable : InMemoryReminderTable
{
    private readonly string _path;

    /// <exception cref="InvalidDataException">The file is there but holds no reminders.</exception>
    public FileReminderTable(string path)
    {
        _path = Path.GetFullPath(path);
        if (!File.Exists(_path)) return;
        try
        {
            Load(JsonSerializer.Deserialize<ReminderEntry[]>(File.ReadAllBytes(_path)) ?? []);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"{_path} holds no reminders: {exception.Message}", exception);
        }
    }

    protected override void Save(IReadOnlyCollection<ReminderEntry> rows) => AtomicFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(rows));
}
