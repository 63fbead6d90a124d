using System.Collections.Concurrent;
using GanActors.Client;
using GanActors.Datasets;
using GanActors.Pictures;
using GanActors.Recipes;
using GanActors.Server.Api;

namespace GanActors.Server.Home;

/// <summary>The data sets: what is at hand, downloads, and what their items look like.</summary>
/// <param name="catalog">The data sets at hand.</param>
internal sealed class DataDesk(DatasetCatalog catalog) : IDisposable
{
    private const int SampleRows = 4, SampleColumns = 8, FolderSide = 48;

    private readonly ConcurrentDictionary<string, Download> _downloads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte[]> _samples = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _closing = new();

    /// <summary>All of them.</summary>
    public IReadOnlyList<DatasetRow> Rows() => [.. catalog.Entries.Select(entry => Row(entry.Name))];

    /// <summary>One of them.</summary>
    /// <exception cref="RequestException">There is none of that name.</exception>
    public DatasetRow Row(string name)
    {
        Require(name);
        return RowOf(catalog.Find(name), _downloads.GetValueOrDefault(name)?.State);
    }

    /// <summary>A look at a data set, as the API shows it.</summary>
    public static DatasetRow RowOf(DatasetFinding finding, DownloadState? download)
    {
        var entry = finding.Entry;
        string availability = finding.Availability switch
        {
            DatasetAvailability.Installed => "installed",
            DatasetAvailability.BuiltIn => "built_in",
            DatasetAvailability.TestOnly => "test_only",
            _ => "missing",
        };
        return new DatasetRow(entry.Name, entry.Title, entry.Item?.ToString(), entry.Count, entry.Classes, availability, finding.Downloadable, finding.Detail, entry.HowToGet, download);
    }

    /// <summary>Begins to download what is missing of a data set; a download under way goes on.</summary>
    /// <exception cref="RequestException">There is none of that name, or nothing to download.</exception>
    public DatasetRow Fetch(string name)
    {
        Require(name);
        if (catalog.Find(name) is { Downloadable: false } finding)
            throw RequestException.Conflict($"{name}: {finding.Detail}");
        _downloads.AddOrUpdate(name, Begin, (_, last) => last.State.State == "running" ? last : Begin(name));
        _samples.TryRemove(name, out _);
        return Row(name);
    }

    /// <summary>A sheet of its first items; null if it is not at hand.</summary>
    /// <exception cref="RequestException">There is none of that name.</exception>
    /// <exception cref="DatasetException">Its files are damaged.</exception>
    public async Task<byte[]?> Sample(string name, CancellationToken stop)
    {
        Require(name);
        if (_samples.TryGetValue(name, out byte[]? png))
            return png;
        if (catalog.Find(name).Availability == DatasetAvailability.Missing)
            return null;
        bool anySize = catalog[name].Item is null;
        var dataset = await catalog.LoadAsync(new DataSpec(name, Images: anySize ? new ImageSpec(FolderSide, FolderSide) : null, Limit: anySize ? SampleRows * SampleColumns : null), cancellation: stop);
        png = await Task.Run(() => Draw(dataset), stop);
        return _samples[name] = png;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closing.Cancel();
        _closing.Dispose();
    }

    private static byte[] Draw(IDataset dataset)
    {
        bool isImage = dataset.Item.IsImage;
        int count = Math.Min(dataset.Count, isImage ? SampleRows * SampleColumns : 1_000);
        float[] values = new float[count * dataset.Item.Size];
        dataset.Gather([.. Enumerable.Range(0, count)], new PixelRange(-1f, 1f), values);
        if (!isImage)
            return PngWriter.Encode(new ScatterSheet { Title = dataset.Name }.Draw(values, default));
        var item = dataset.Item;
        return PngWriter.Encode(new SampleSheet { Rows = SampleRows, Columns = SampleColumns, Scale = 1, Low = -1f, High = 1f }.Draw(values, count, item[0], item[1], item[2]).Picture);
    }

    private void Require(string name)
    {
        if (catalog.Entries.All(entry => entry.Name != name))
            throw RequestException.NotFound($"data set '{ForeignText.Short(name, ForeignText.LongestName)}'");
    }

    private Download Begin(string name)
    {
        var download = new Download();
        _ = Task.Run(async () =>
        {
            try
            {
                await catalog.GetAsync(name, download, _closing.Token);
                download.State = download.State with { State = "done" };
            }
            catch (Exception fault)
            {
                download.State = download.State with { State = "failed", Error = ForeignText.Short(fault.Message, ForeignText.LongestSaying) };
            }
        });
        return download;
    }

    // The last word counts: whoever reports comes from one download.
    private sealed class Download : IProgress<LoadProgress>
    {
        public DownloadState State { get; set; } = new("running", 0, 0, null);

        public void Report(LoadProgress value) => State = new DownloadState("running", value.Done, Math.Max(0, value.Total), null);
    }
}
