using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using GanActors.Engines;

namespace GanActors.Checkpoints;

/// <summary>
/// The checkpoints of one run in its store. A version is a folder of parts; each network writes its own, perhaps in another silo, and the
/// coordinator commits the version by writing its manifest last. A version is never written again once it is committed. What an older build
/// or a crash has left behind is told apart from what is whole, with the reason.
/// </summary>
/// <param name="store">The run's store.</param>
public sealed class CheckpointArchive(ICheckpointStore store)
{
    /// <summary>The generator's part.</summary>
    public const string Generator = "generator.safetensors";

    /// <summary>The discriminator's part.</summary>
    public const string Discriminator = "discriminator.safetensors";

    /// <summary>The folder of checkpoints in a run's folder.</summary>
    public const string FolderName = "checkpoints";

    /// <summary>The part that pins a version; what is in it does not matter.</summary>
    internal const string PinName = "pinned";

    /// <summary>The part that says which incarnation was opened last; a run's first.</summary>
    internal const string IncarnationName = "incarnation";

    /// <summary>The part with figures that came after the commit.</summary>
    private const string FiguresName = "figures.json";

    private const int LongestFigures = 1 << 16;

    /// <summary>Where the checkpoints are, for messages.</summary>
    public string Location => store.Location;

    /// <summary>Writes a network's state as a part of a version that is not committed yet.</summary>
    /// <param name="version">The version.</param>
    /// <param name="name">The part's name, for example <see cref="Generator"/>.</param>
    /// <param name="state">The state; it is read on another thread until the task is done.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What the manifest says of the part.</returns>
    /// <exception cref="CheckpointException">It cannot be written, or the version is committed.</exception>
    public Task<PartReceipt> WriteNetworkAsync(CheckpointVersion version, string name, NetworkState state, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        return WritePartAsync(version, name, stream => NetworkPart.Write(stream, state), cancellation);
    }

    /// <summary>Writes bytes that are there already as a part of a version that is not committed yet.</summary>
    /// <inheritdoc cref="WriteNetworkAsync"/>
    public Task<PartReceipt> WritePartAsync(
        CheckpointVersion version, string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default) =>
        WritePartAsync(version, name, stream => stream.Write(bytes.Span), cancellation);

    /// <summary>Writes a part of a version that is not committed yet.</summary>
    /// <param name="version">The version.</param>
    /// <param name="name">The part's name, for example <c>course.csv</c>.</param>
    /// <param name="write">Writes its bytes. Called once, on a thread of the pool.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What the manifest says of the part.</returns>
    /// <exception cref="ArgumentException">The name is none, or taken by the archive itself.</exception>
    /// <exception cref="CheckpointException">It cannot be written, or the version is committed.</exception>
    public async Task<PartReceipt> WritePartAsync(
        CheckpointVersion version, string name, Action<Stream> write, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        if (!PartName.IsSegment(name) || name is CheckpointManifest.FileName or PinName)
            throw new ArgumentException($"'{name}' cannot be the name of a part.", nameof(name));
        await RefuseCommitted(version, cancellation);
        PartReceipt? receipt = null;
        await store.WriteAsync(NameOf(version, name), Write, cancellation);
        return receipt!;

        void Write(Stream stream)
        {
            using var digest = new DigestStream(stream);
            write(digest);
            receipt = digest.Receipt(name);
        }
    }

    /// <summary>Makes a version a checkpoint: all or nothing. When the task is done, it survives a loss of power.</summary>
    /// <param name="manifest">Names every part, with the receipts that writing them gave.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ArgumentException">The manifest is no valid one; the message names the field.</exception>
    /// <exception cref="CheckpointException">It cannot be written, a part is missing, or the version is committed.</exception>
    public async Task CommitAsync(CheckpointManifest manifest, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        byte[] bytes = ManifestJson.Write(manifest);
        await RefuseCommitted(manifest.Version, cancellation);
        var stored = await store.ListAsync(FolderOf(manifest.Version), cancellation);
        if (Missing(manifest, stored) is { } reason)
            throw new CheckpointException(store.PlaceOf(NameOf(manifest.Version, CheckpointManifest.FileName)), $"is not written: {reason}");
        await store.WriteAsync(NameOf(manifest.Version, CheckpointManifest.FileName), stream => stream.Write(bytes), cancellation);
    }

    /// <summary>All versions, newest first.</summary>
    /// <param name="verify">Whether every part is read to its end and its digest compared; otherwise its length alone is.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CheckpointException">The store cannot be read.</exception>
    public async Task<ImmutableArray<CheckpointEntry>> ListVersionsAsync(bool verify, CancellationToken cancellation = default)
    {
        var entries = ImmutableArray.CreateBuilder<CheckpointEntry>();
        foreach (var (version, stored) in await Stored(cancellation))
            entries.Add(await Examine(version, stored, verify, cancellation));
        return entries.ToImmutable();
    }

    /// <summary>
    /// Finds where to go on: the newest version whose manifest and parts are all as they were written, every byte compared. Versions that are not
    /// are passed over, and told.
    /// </summary>
    /// <exception cref="CheckpointException">The store cannot be read.</exception>
    public async Task<LatestCheckpoint> LatestAsync(CancellationToken cancellation = default)
    {
        var skipped = ImmutableArray.CreateBuilder<CheckpointEntry>();
        foreach (var (version, stored) in await Stored(cancellation))
        {
            var entry = await Examine(version, stored, verify: true, cancellation);
            if (entry.Condition == CheckpointCondition.Whole)
                return new LatestCheckpoint(entry.Manifest, skipped.ToImmutable());
            skipped.Add(entry);
        }

        return new LatestCheckpoint(null, skipped.ToImmutable());
    }

    /// <summary>
    /// Opens an incarnation that nobody had before, also if those before it have written no checkpoint: networks that still live under one of
    /// them must not mistake the new one for theirs.
    /// </summary>
    /// <returns>Its number, at least 1.</returns>
    /// <exception cref="CheckpointException">The store cannot be read or written.</exception>
    public async Task<int> OpenIncarnationAsync(CancellationToken cancellation = default)
    {
        int opened = Math.Max(await NextIncarnationAsync(cancellation), await LastOpened(cancellation) + 1);
        byte[] text = Encoding.ASCII.GetBytes(opened.ToString(CultureInfo.InvariantCulture) + "\n");
        await store.WriteAsync(IncarnationName, stream => stream.Write(text), cancellation);
        return opened;
    }

    /// <summary>An incarnation that has written nothing here yet, half-written versions included: one more than the last that has, at least 1.</summary>
    /// <exception cref="CheckpointException">The store cannot be read.</exception>
    public async Task<int> NextIncarnationAsync(CancellationToken cancellation = default)
    {
        int last = (await Stored(cancellation)).Select(version => version.Version.Incarnation).DefaultIfEmpty(0).Max();
        return last < int.MaxValue ? last + 1 : throw new CheckpointException(Location, $"holds a version of incarnation {last}, after which there is none");
    }

    /// <summary>Reads a version's manifest.</summary>
    /// <exception cref="CheckpointException">It is missing, damaged or of another version.</exception>
    public async Task<CheckpointManifest> ReadManifestAsync(CheckpointVersion version, CancellationToken cancellation = default)
    {
        string name = NameOf(version, CheckpointManifest.FileName);
        string place = store.PlaceOf(name);
        await using var stream = await store.OpenAsync(name, cancellation) ?? throw new CheckpointException(place, "is missing; the version was never finished");
        var manifest = ManifestJson.Read(await ReadAll(stream, ManifestJson.Longest, place, cancellation), place);
        return manifest.Version == version
            ? manifest
            : throw new CheckpointException(place, $"is the manifest of {manifest.Version}; it lies in the wrong folder", "iteration");
    }

    /// <summary>Reads a network's state.</summary>
    /// <param name="version">A committed version.</param>
    /// <param name="name">The part's name, for example <see cref="Generator"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CheckpointException">The part, or the manifest that vouches for it, is missing or not as it was written.</exception>
    public Task<NetworkState> ReadNetworkAsync(CheckpointVersion version, string name, CancellationToken cancellation = default) =>
        ReadPartAsync(version, name, NetworkPart.Read, cancellation);

    /// <summary>Reads a part's bytes.</summary>
    /// <inheritdoc cref="ReadNetworkAsync"/>
    public Task<byte[]> ReadPartAsync(CheckpointVersion version, string name, CancellationToken cancellation = default) =>
        ReadPartAsync(version, name, ReadBytes, cancellation);

    /// <summary>
    /// Deletes what need not be kept: whole versions beyond the retention, and half-written ones that are older than the newest commit. Of a version the
    /// manifest goes first, so that a sweep that breaks off leaves a half-written version and never a damaged one. Damaged versions stay, for
    /// somebody to look at.
    /// </summary>
    /// <param name="retention">What is kept.</param>
    /// <param name="keep">Versions that are kept as well.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was deleted, newest first.</returns>
    /// <exception cref="CheckpointException">The store cannot be read, or something cannot be deleted.</exception>
    public async Task<ImmutableArray<CheckpointVersion>> SweepAsync(
        CheckpointRetention retention, IReadOnlyCollection<CheckpointVersion>? keep = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(retention);
        var entries = await ListVersionsAsync(verify: false, cancellation);
        CheckpointManifest[] whole = [.. entries.Where(entry => entry.Condition == CheckpointCondition.Whole).Select(entry => entry.Manifest!)];
        if (whole.Length == 0)
            return [];
        var newest = whole[0].Version;
        var kept = retention.Keep(whole).Union(keep ?? []);
        await store.SweepUnfinishedAsync(name => CheckpointVersion.TryParse(name.Split('/')[0], out var version) && version <= newest, cancellation);
        return await Delete(
            entries.Where(entry => entry.Version < newest && !entry.Pinned && !kept.Contains(entry.Version) && entry.Condition != CheckpointCondition.Damaged),
            cancellation);
    }

    /// <summary>
    /// Deletes all half-written versions, the newest too. Only for one who knows that nobody is writing: who holds the run's lock and has not begun.
    /// </summary>
    /// <returns>What was deleted, newest first.</returns>
    /// <exception cref="CheckpointException">The store cannot be read, or something cannot be deleted.</exception>
    public async Task<ImmutableArray<CheckpointVersion>> SweepUnfinishedAsync(CancellationToken cancellation = default)
    {
        var entries = await ListVersionsAsync(verify: false, cancellation);
        await store.SweepUnfinishedAsync(static _ => true, cancellation);
        return await Delete(entries.Where(entry => entry is { Condition: CheckpointCondition.Unfinished, Pinned: false }), cancellation);
    }

    /// <summary>
    /// Adds figures to a committed version that came after the commit, such as an evaluation's. They tell the best checkpoints as the manifest's own do, and
    /// nothing rests on them: a version whose added figures are damaged is as whole as one without.
    /// </summary>
    /// <param name="version">The version.</param>
    /// <param name="figures">They take the place of those added before.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CheckpointException">It is no committed version, or the store cannot be written.</exception>
    public async Task NoteAsync(CheckpointVersion version, IReadOnlyDictionary<string, double> figures, CancellationToken cancellation = default)
    {
        await ReadManifestAsync(version, cancellation);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(figures.Where(figure => double.IsFinite(figure.Value)).ToDictionary());
        await store.WriteAsync(NameOf(version, FiguresName), stream => stream.Write(json), cancellation);
    }

    /// <summary>Keeps a version from every sweep.</summary>
    /// <exception cref="CheckpointException">It is no committed version, or the store cannot be written.</exception>
    public async Task PinAsync(CheckpointVersion version, CancellationToken cancellation = default)
    {
        await ReadManifestAsync(version, cancellation);
        await store.WriteAsync(NameOf(version, PinName), static _ => { }, cancellation);
    }

    /// <summary>Lets sweeps delete a version again.</summary>
    /// <exception cref="CheckpointException">The store cannot be written.</exception>
    public Task UnpinAsync(CheckpointVersion version, CancellationToken cancellation = default) => store.DeleteAsync(NameOf(version, PinName), cancellation);

    // A counter that cannot be read counts nothing: versions tell most of it.
    private async Task<int> LastOpened(CancellationToken cancellation)
    {
        await using var stream = await store.OpenAsync(IncarnationName, cancellation);
        if (stream is null || stream.Length > 20)
            return 0;
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return int.TryParse(await reader.ReadToEndAsync(cancellation), CultureInfo.InvariantCulture, out int last) && last is > 0 and < int.MaxValue ? last : 0;
    }

    private static string FolderOf(CheckpointVersion version) => $"{version}/";

    private static string NameOf(CheckpointVersion version, string part) => $"{version}/{part}";

    /// <summary>The parts of every version, newest first.</summary>
    private async Task<IEnumerable<(CheckpointVersion Version, ImmutableArray<StoredPart> Parts)>> Stored(CancellationToken cancellation)
    {
        var versions = new SortedDictionary<CheckpointVersion, ImmutableArray<StoredPart>.Builder>();
        foreach (var part in await store.ListAsync("", cancellation))
        {
            // What else lies in the folder is not ours.
            if (part.Name.Split('/') is not [var folder, _] || !CheckpointVersion.TryParse(folder, out var version))
                continue;
            if (!versions.TryGetValue(version, out var parts))
                versions.Add(version, parts = ImmutableArray.CreateBuilder<StoredPart>());
            parts.Add(part);
        }

        return versions.Reverse().Select(version => (version.Key, version.Value.ToImmutable()));
    }

    private async Task<CheckpointEntry> Examine(CheckpointVersion version, ImmutableArray<StoredPart> stored, bool verify, CancellationToken cancellation)
    {
        bool pinned = stored.Any(part => part.Name == NameOf(version, PinName));
        var entry = new CheckpointEntry(version, CheckpointCondition.Whole, null, null, stored.Sum(part => part.Bytes), pinned);
        if (!stored.Any(part => part.Name == NameOf(version, CheckpointManifest.FileName)))
        {
            string reason = $"{store.PlaceOf(version.ToString())}: has no {CheckpointManifest.FileName}; it was never finished";
            return entry with { Condition = CheckpointCondition.Unfinished, Reason = reason };
        }

        try
        {
            var manifest = await ReadManifestAsync(version, cancellation);
            if (stored.Any(part => part.Name == NameOf(version, FiguresName)))
                manifest = await WithFigures(manifest, cancellation);
            entry = entry with { Manifest = manifest };
            if (Missing(manifest, stored) is { } missing)
                return entry with { Condition = CheckpointCondition.Damaged, Reason = missing };
            if (verify)
            {
                foreach (var part in manifest.Parts)
                    await ReadPartAsync(version, part, static stream => { stream.ReadToEnd(); return true; }, cancellation);
            }

            return entry;
        }
        catch (CheckpointException error)
        {
            return entry with { Condition = CheckpointCondition.Damaged, Reason = error.Message };
        }
    }

    private async Task<CheckpointManifest> WithFigures(CheckpointManifest manifest, CancellationToken cancellation)
    {
        string name = NameOf(manifest.Version, FiguresName);
        try
        {
            await using var stream = await store.OpenAsync(name, cancellation);
            return stream is not null && JsonSerializer.Deserialize<Dictionary<string, double>>(await ReadAll(stream, LongestFigures, store.PlaceOf(name), cancellation)) is { } added
                ? manifest with { Metrics = manifest.Metrics.SetItems(added) }
                : manifest;
        }
        catch (Exception error) when (error is JsonException or CheckpointException)
        {
            return manifest;
        }
    }

    /// <summary>What of a manifest's parts is not there, or not as long as it was.</summary>
    private string? Missing(CheckpointManifest manifest, ImmutableArray<StoredPart> stored)
    {
        foreach (var part in manifest.Parts)
        {
            string name = NameOf(manifest.Version, part.Name);
            var found = stored.FirstOrDefault(candidate => candidate.Name == name);
            if (found.Name is null)
                return $"{store.PlaceOf(name)}: is missing";
            if (found.Bytes != part.Bytes)
                return string.Create(CultureInfo.InvariantCulture, $"{store.PlaceOf(name)}: has {found.Bytes} bytes and had {part.Bytes} when it was written");
        }

        return null;
    }

    private async Task RefuseCommitted(CheckpointVersion version, CancellationToken cancellation)
    {
        string manifest = NameOf(version, CheckpointManifest.FileName);
        if (!(await store.ListAsync(manifest, cancellation)).IsEmpty)
            throw new CheckpointException(store.PlaceOf(manifest), "is there already; a version that is committed is not written again");
    }

    private async Task<T> ReadPartAsync<T>(CheckpointVersion version, string name, Func<DigestStream, T> read, CancellationToken cancellation)
    {
        var manifest = await ReadManifestAsync(version, cancellation);
        var receipt = manifest.Find(name)
            ?? throw new CheckpointException(store.PlaceOf(NameOf(version, CheckpointManifest.FileName)), $"names no part '{name}'", "parts");
        return await ReadPartAsync(version, receipt, read, cancellation);
    }

    private async Task<T> ReadPartAsync<T>(CheckpointVersion version, PartReceipt receipt, Func<DigestStream, T> read, CancellationToken cancellation)
    {
        string name = NameOf(version, receipt.Name);
        string place = store.PlaceOf(name);
        await using var stream = await store.OpenAsync(name, cancellation) ?? throw new CheckpointException(place, "is missing");
        return await Task.Run(Read, cancellation);

        T Read()
        {
            using var digest = new DigestStream(stream);
            try
            {
                if (stream.Length != receipt.Bytes)
                {
                    throw new CheckpointException(place, string.Create(
                        CultureInfo.InvariantCulture, $"has {stream.Length} bytes and had {receipt.Bytes} when it was written"));
                }

                var value = read(digest);
                return digest.Receipt(receipt.Name) == receipt
                    ? value
                    : throw new CheckpointException(place, "does not have the SHA-256 digest that the manifest names; it was damaged after it was written");
            }
            catch (FormatException error)
            {
                throw new CheckpointException(place, $"{error.Message}; it was damaged after it was written", cause: error);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new CheckpointException(place, $"cannot be read: {error.Message}", cause: error);
            }
        }
    }

    private static byte[] ReadBytes(DigestStream stream)
    {
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static async Task<byte[]> ReadAll(Stream stream, int longest, string place, CancellationToken cancellation)
    {
        try
        {
            if (stream.Length > longest)
                throw new CheckpointException(place, string.Create(CultureInfo.InvariantCulture, $"has {stream.Length} bytes; at most {longest} are read"));
            byte[] bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, cancellation);
            return bytes;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(place, $"cannot be read: {error.Message}", cause: error);
        }
    }

    private async Task<ImmutableArray<CheckpointVersion>> Delete(IEnumerable<CheckpointEntry> entries, CancellationToken cancellation)
    {
        var deleted = ImmutableArray.CreateBuilder<CheckpointVersion>();
        foreach (var entry in entries)
        {
            await store.DeleteAsync(NameOf(entry.Version, CheckpointManifest.FileName), cancellation);
            foreach (var part in await store.ListAsync(FolderOf(entry.Version), cancellation))
                await store.DeleteAsync(part.Name, cancellation);
            deleted.Add(entry.Version);
        }

        return deleted.ToImmutable();
    }
}
