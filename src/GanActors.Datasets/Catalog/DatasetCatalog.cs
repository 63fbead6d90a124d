using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Datasets;

/// <summary>
/// The data sets there are, where they are, and how to get them. A process has one: what it has loaded, all runs share, and what could not be
/// downloaded is not tried again unasked.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing to dispose of.")]
public sealed class DatasetCatalog
{
    // More would be minutes of drawing and gigabytes of memory; a GAN that has seen them all has seen enough.
    private const int MostDrawn = 1_000_000;

    private readonly ImmutableArray<IdxSource> _sources;
    private readonly bool _downloads;
    private readonly DownloadPatience _inPassing;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, IDataset> _loaded = [];
    private readonly Dictionary<PictureKey, IDataset> _framed = [];
    private readonly Dictionary<string, string> _downloadFaults = [];

    /// <summary>The catalog over a data directory.</summary>
    /// <param name="directory">Where data sets lie by name, and where downloads go.</param>
    /// <param name="downloads">Whether what is missing may be downloaded.</param>
    public DatasetCatalog(DataDirectory directory, bool downloads = true)
        : this(directory, [PublishedIdx.Mnist, PublishedIdx.FashionMnist], downloads, DownloadPatience.InPassing)
    {
    }

    internal DatasetCatalog(DataDirectory directory, ImmutableArray<IdxSource> sources, bool downloads, DownloadPatience inPassing)
    {
        ArgumentNullException.ThrowIfNull(directory);
        Directory = directory;
        _sources = sources;
        _downloads = downloads;
        _inPassing = inPassing;
        Entries = [.. sources.Select(EntryOf), Cifar10.Entry, .. PictureFolders.Known, BuiltInSets.Digits, BuiltInSets.StackedMnist, BuiltInSets.Ring, BuiltInSets.Grid];
    }

    /// <summary>Where data sets lie by name.</summary>
    public DataDirectory Directory { get; }

    /// <summary>Every data set that has a name.</summary>
    public ImmutableArray<DatasetEntry> Entries { get; }

    /// <summary>The entry of a data set: one that has a name, or a folder in the data directory.</summary>
    /// <returns>Null if there is none of this name.</returns>
    public DatasetEntry? EntryOf(string name) => Entries.FirstOrDefault(entry => entry.Name == name) ?? PictureFolders.EntryOf(Directory, name);

    /// <summary>The entry of a data set.</summary>
    /// <exception cref="DatasetException">There is none of this name; the message has the nearest one.</exception>
    public DatasetEntry this[string name] => EntryOf(name)
        ?? throw new DatasetException(
            $"There is no data set '{ForeignText.Short(name, ForeignText.LongestName)}'{NearestName.Hint(name, [.. Entries.Select(entry => entry.Name)], "there are")}");

    /// <summary>Says how much of a data set is at hand, without reading it and without a network.</summary>
    /// <exception cref="DatasetException">There is none of this name.</exception>
    public DatasetFinding Find(string name)
    {
        var entry = this[name];
        if (entry.Item is null)
            return PictureFolders.Find(Directory, entry);
        if (entry == Cifar10.Entry)
            return FindCifar(entry);
        if (entry == BuiltInSets.StackedMnist)
            return Find(PublishedIdx.Mnist.Name) with { Entry = entry };
        if (SourceOf(name) is not { } source)
            return new DatasetFinding(entry, DatasetAvailability.BuiltIn, null, false, "built in");
        string[] folders = FoldersOf(source);
        if (IdxFolders.Find(folders, source.Training) is { } training)
            return new DatasetFinding(entry, DatasetAvailability.Installed, training.Folder, _downloads, $"in {training.Folder}");
        string missing = WhatIsMissing(source, source.Training);
        return IdxFolders.Find(folders, source.Test) is { } test
            ? new DatasetFinding(entry, DatasetAvailability.TestOnly, test.Folder, _downloads, $"only the {Wording.Number(source.Test.Count)} test images, in {test.Folder}; {missing}")
            : new DatasetFinding(entry, DatasetAvailability.Missing, null, _downloads, missing);
    }

    /// <summary>
    /// Loads what a recipe wants, or gives what is already loaded: a data set that has a name, or a folder of pictures, brought to the size it
    /// says. Pictures are decoded on all processors, and kept decoded in the data directory.
    /// </summary>
    /// <param name="data">The recipe's data.</param>
    /// <param name="progress">Hears of a download or of the decoding.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="DatasetException">
    /// There is no such data set or folder, it cannot be had, its files are damaged, the limit is out of range, or a size is missing or out of place.
    /// </exception>
    public async Task<IDataset> LoadAsync(DataSpec data, IProgress<LoadProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        string? folder = data.Folder ?? (this[data.Name].Item is null ? Directory.FolderOf(data.Name) : null);
        if (folder is null && data.Images is null)
            return await LoadAsync(data.Name, data.Limit, progress, cancellation);
        if (data.Images is not { } wanted)
            throw new DatasetException($"{data.Name}: its pictures differ in size; write what they are brought to, for example size: [64, 64].");
        if (data.Folder is null && folder is not null && PictureFolders.Find(Directory, this[data.Name]) is { Availability: DatasetAvailability.Missing } missing)
            throw new DatasetException($"{data.Name}: {missing.Detail}");
        var named = folder is null ? await LoadAsync(data.Name, data.Limit, progress, cancellation) : null;
        var key = new PictureKey(data.Name, folder, wanted, data.Limit);
        await _gate.WaitAsync(cancellation);
        try
        {
            if (!_framed.TryGetValue(key, out var framed))
            {
                framed = await Task.Run(
                    () => named is null
                        ? ImageFolder.Read(data.Name, folder!, wanted, data.Limit, new DecodedCache(Directory.DecodedFolders), progress, cancellation)
                        : ReframedImages.Of(named, wanted),
                    cancellation);
                _framed[key] = framed;
            }

            return framed;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// Loads a data set, or gives the one already loaded. Training items that are missing are downloaded if that is allowed; if it fails, the
    /// test items serve, and the description says so.
    /// </summary>
    /// <param name="name">Which.</param>
    /// <param name="limit">Use only the first so many items; of drawn sets, also more than they usually have.</param>
    /// <param name="progress">Hears of a download.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="DatasetException">There is no such data set, it cannot be had, its files are damaged, or the limit is out of range.</exception>
    public Task<IDataset> LoadAsync(
        string name, int? limit = null, IProgress<LoadProgress>? progress = null, CancellationToken cancellation = default) =>
        LoadAsync(this[name], limit, _downloads, progress, cancellation);

    /// <summary>
    /// Items of the same kind as those that <see cref="LoadAsync(DataSpec, IProgress{LoadProgress}?, CancellationToken)"/> gives, with labels, which no run trains on: the
    /// published test items, or digits drawn anew. Of stacked digits, single ones. Nothing is downloaded for them.
    /// </summary>
    /// <param name="data">The recipe's data.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Null if there are none at hand, or if the test items are what is trained on.</returns>
    /// <exception cref="DatasetException">There is no such data set, or its files are damaged.</exception>
    public async Task<IDataset?> LoadHeldOutAsync(DataSpec data, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Folder is not null)
            return null;
        string name = data.Name == BuiltInSets.StackedMnist.Name ? PublishedIdx.Mnist.Name : data.Name;
        var held = await Task.Run(() => ReadHeldOut(this[name]), cancellation);
        return held is null || data.Images is not { } wanted ? held : await Task.Run(() => ReframedImages.Of(held, wanted), cancellation);
    }

    private IDataset? ReadHeldOut(DatasetEntry entry)
    {
        if (entry == BuiltInSets.Digits)
            return BuiltInSets.DrawHeldOutDigits();
        if (Find(entry.Name).Availability != DatasetAvailability.Installed)
            return null;
        if (entry == Cifar10.Entry)
            return Cifar10.Find(Directory.FolderOf(entry.Name), training: false) is { } folder ? Cifar10.Read(folder, training: false, string.Empty) : null;
        return SourceOf(entry.Name) is { } source && IdxFolders.Find(FoldersOf(source), source.Test) is { } test
            ? IdxImages.Read(source, test, count => $"{Wording.Amount(count, "test image")} from {test.Folder}")
            : null;
    }

    /// <summary>Downloads what is missing of a data set, training and test items, into the data directory.</summary>
    /// <param name="name">Which.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellation">Ends it; nothing half done stays.</param>
    /// <returns>How it stands afterwards.</returns>
    /// <exception cref="DatasetException">There is no such data set, downloads are not allowed, or no mirror serves it.</exception>
    public async Task<DatasetFinding> GetAsync(string name, IProgress<LoadProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (name == BuiltInSets.StackedMnist.Name)
            return await GetAsync(PublishedIdx.Mnist.Name, progress, cancellation) with { Entry = BuiltInSets.StackedMnist };
        var finding = Find(name);
        if (finding.Availability == DatasetAvailability.BuiltIn)
            return finding;
        if (SourceOf(name) is not { } source)
        {
            return finding.Availability == DatasetAvailability.Installed
                ? finding
                : throw new DatasetException($"{name} is not downloaded by this program; get {finding.Entry.HowToGet}.");
        }

        await _gate.WaitAsync(cancellation);
        try
        {
            if (MissingFiles(source).Length == 0)
                return finding;
            if (!_downloads)
                throw new DatasetException($"{name}: downloads are not allowed; {finding.Detail}");
            try
            {
                await DownloadAsync(source, DownloadPatience.Asked, progress, cancellation);
            }
            catch (DatasetException fault)
            {
                throw new DatasetException(
                    $"{name}: the download failed: {fault.Message.TrimEnd('.')}. Try again with a network, or put the files into {Directory.FolderOf(name)} by hand.", fault);
            }

            _downloadFaults.Remove(name);
            _loaded.Remove(name);
            foreach (var key in _framed.Keys.Where(key => key.Name == name).ToArray())
                _framed.Remove(key);
        }
        finally
        {
            _gate.Release();
        }

        return Find(name);
    }

    /// <summary>
    /// The best digits or clothes to be had: MNIST if it is at hand or can be downloaded, else Fashion-MNIST if it is installed, else the
    /// digits that are built in. Without a network this takes a few seconds at most, and only the first time.
    /// </summary>
    /// <param name="progress">Hears of a download.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<DatasetChoice> ChooseBestAsync(IProgress<LoadProgress>? progress = null, CancellationToken cancellation = default)
    {
        var reasons = ImmutableArray.CreateBuilder<string>();
        foreach (var source in _sources)
        {
            try
            {
                bool first = source == _sources[0];
                var dataset = await LoadAsync(EntryOf(source), limit: null, first && _downloads, progress, cancellation);
                reasons.Add($"{source.Name}: {dataset.Description}");
                return new DatasetChoice(dataset, reasons.ToImmutable());
            }
            catch (DatasetException fault)
            {
                reasons.Add(fault.Message);
            }
        }

        var digits = await LoadAsync(BuiltInSets.Digits, limit: null, downloads: false, progress, cancellation);
        reasons.Add($"{digits.Name}: {digits.Description}");
        return new DatasetChoice(digits, reasons.ToImmutable());
    }

    private async Task<IDataset> LoadAsync(
        DatasetEntry entry, int? limit, bool downloads, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        var source = SourceOf(entry.Name);
        bool stacked = entry == BuiltInSets.StackedMnist;
        bool drawn = source is null && entry != Cifar10.Entry;
        if (entry.Item is null)
            throw new DatasetException($"{entry.Name}: its pictures differ in size; write what they are brought to, for example size: [64, 64].");
        if (limit < 1 || (drawn && limit > MostDrawn))
        {
            throw new DatasetException(
                $"{entry.Name}: limit {Wording.Number(limit.Value)} is not in 1 .. {Wording.Number(drawn ? MostDrawn : entry.Count!.Value)}.");
        }

        if (stacked)
            return BuiltInSets.Stack(await LoadAsync(this[PublishedIdx.Mnist.Name], limit: null, downloads, progress, cancellation), limit);
        await _gate.WaitAsync(cancellation);
        try
        {
            if (!_loaded.TryGetValue(entry.Name, out var whole) || (drawn && limit > whole.Count))
            {
                whole = drawn ? await Task.Run(() => BuiltInSets.Draw(entry, limit), cancellation)
                    : source is null ? await Task.Run(ReadCifar, cancellation)
                    : await ReadAsync(source, downloads, progress, cancellation);
                _loaded[entry.Name] = whole;
            }

            // A drawn set that somebody wanted larger has grown; everybody else still gets the usual number.
            return limit is { } count ? whole.Take(count) : drawn ? whole.Take(entry.Count!.Value) : whole;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<IDataset> ReadAsync(IdxSource source, bool downloads, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        string[] folders = FoldersOf(source);
        var training = IdxFolders.Find(folders, source.Training);
        if (training is null && downloads && !_downloadFaults.ContainsKey(source.Name))
        {
            try
            {
                await DownloadAsync(source, _inPassing, progress, cancellation);
                training = IdxFolders.Find(folders, source.Training);
            }
            catch (DatasetException fault)
            {
                _downloadFaults[source.Name] = fault.Message;
            }
        }

        if (training is not null)
        {
            return await Task.Run(
                () => IdxImages.Read(source, training, count => $"{Wording.Amount(count, "training image")} from {training.Folder}"), cancellation);
        }

        string missing = WhatIsMissing(source, source.Training, _downloadFaults.GetValueOrDefault(source.Name));
        return IdxFolders.Find(folders, source.Test) is { } test
            ? await Task.Run(
                () => IdxImages.Read(source, test, count => $"{Wording.Amount(count, "test image")} from {test.Folder}; {missing}"), cancellation)
            : throw new DatasetException($"{source.Name}: {missing}");
    }

    private DatasetFinding FindCifar(DatasetEntry entry)
    {
        string folder = Directory.FolderOf(entry.Name);
        if (Cifar10.Find(folder, training: true) is { } training)
            return new DatasetFinding(entry, DatasetAvailability.Installed, training, false, $"in {training}");
        string missing = Cifar10.WhatIsMissing(folder);
        return Cifar10.Find(folder, training: false) is { } test
            ? new DatasetFinding(entry, DatasetAvailability.TestOnly, test, false, $"only the test images, in {test}; {missing}")
            : new DatasetFinding(entry, DatasetAvailability.Missing, null, false, missing);
    }

    private ImageDataset ReadCifar()
    {
        var finding = FindCifar(Cifar10.Entry);
        return finding.Folder is not { } folder
            ? throw new DatasetException($"{finding.Entry.Name}: {finding.Detail}")
            : finding.Availability == DatasetAvailability.Installed
            ? Cifar10.Read(folder, training: true, string.Empty)
            : Cifar10.Read(folder, training: false, $"; {Cifar10.WhatIsMissing(Directory.FolderOf(finding.Entry.Name))}");
    }

    private async Task DownloadAsync(
        IdxSource source, DownloadPatience patience, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        var missing = MissingFiles(source);
        if (missing.Length > 0)
            await new MirrorDownload(source, Directory.FolderOf(source.Name), patience, progress).FetchAsync(missing, cancellation);
    }

    private IdxPublication[] MissingFiles(IdxSource source)
    {
        // A pair counts only where both its files lie in one folder.
        string[] folders = FoldersOf(source);
        string own = Directory.FolderOf(source.Name);
        return [.. new[] { source.Training, source.Test }
            .Where(part => IdxFolders.Find(folders, part) is null)
            .SelectMany(part => new[] { part.Images, part.Labels })
            .Where(file => IdxFolders.Find(own, file) is null)];
    }

    private string WhatIsMissing(IdxSource source, IdxPart part, string? downloadFault = null)
    {
        string[] folders = FoldersOf(source);
        var halves = folders
            .Select(folder => (folder, images: IdxFolders.Find(folder, part.Images), labels: IdxFolders.Find(folder, part.Labels)))
            .Where(half => half.images is null != half.labels is null)
            .Select(half => $"; {half.folder} has {Path.GetFileName(half.images ?? half.labels)} but no {(half.images is null ? part.Images : part.Labels).Stem}.gz");
        string ways = string.Join(" or ", new[] { $"`ganactors data get {source.Name}`", source.InstallHint }.Where(way => way is not null));
        return $"the {Wording.Number(part.Count)} {part.What} images are not at hand: {part.Images.Stem}.gz and {part.Labels.Stem}.gz are not in "
            + $"{string.Join(" or ", folders)}{string.Concat(halves)}; "
            + (downloadFault is null ? $"get them with {ways}" : $"the download failed: {downloadFault}; try again with {ways}");
    }

    private string[] FoldersOf(IdxSource source) => [Directory.FolderOf(source.Name), .. source.InstalledFolders];

    private IdxSource? SourceOf(string name) => _sources.FirstOrDefault(source => source.Name == name);

    private static DatasetEntry EntryOf(IdxSource source)
    {
        string download = $"download of {Wording.Megabytes(source.Files.Sum(file => file.DownloadBytes))} from {string.Join(" or ", source.Mirrors.Select(mirror => mirror.Host))}";
        return new DatasetEntry(
            source.Name, source.Title, new Shape(1, source.Side, source.Side), source.Training.Count, source.ClassNames.Length,
            source.InstallHint is null ? download : $"{source.InstallHint}, or {download}");
    }

    // Pictures brought to a size, which folders always are and data sets with a size of their own may be.
    private sealed record PictureKey(string Name, string? Folder, ImageSpec Wanted, int? Limit);
}
