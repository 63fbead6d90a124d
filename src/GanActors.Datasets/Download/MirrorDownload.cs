using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;

namespace GanActors.Datasets;

/// <summary>
/// Fetches published files from their mirrors. A file appears under its name only when it is whole and its checksum right; until then it has
/// a name of its own beside it. No mirror can make it write more than the file's uncompressed length and 64 KiB.
/// </summary>
internal sealed class MirrorDownload(IdxSource source, string folder, DownloadPatience patience, IProgress<DownloadProgress>? progress)
{
    private const long Slack = 64 * 1024;
    private const int ChunkBytes = 128 * 1024;
    private const long ReportEvery = 256 * 1024;

    private static readonly HttpClient Client = new() { Timeout = Timeout.InfiniteTimeSpan };

    private readonly long _started = Stopwatch.GetTimestamp();
    private bool _answered;
    private long _done;
    private long _total;

    /// <summary>Fetches files, one after the other, each from the first mirror that serves it right.</summary>
    /// <exception cref="DatasetException">No mirror served a file, or it could not be written; the message says why. Files fetched before it stay.</exception>
    public async Task FetchAsync(IReadOnlyList<IdxPublication> files, CancellationToken cancellation)
    {
        _total = files.Sum(file => file.DownloadBytes);
        try
        {
            foreach (var file in files)
                await FetchFromAnyAsync(file, cancellation);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"it cannot be written to {folder}: {fault.Message}", fault);
        }
    }

    private async Task FetchFromAnyAsync(IdxPublication file, CancellationToken cancellation)
    {
        var faults = new List<string>();
        for (int i = 0; i < source.Mirrors.Length; i++)
        {
            try
            {
                await FetchFromAsync(source.Mirrors[i], file, AnswerWithin(source.Mirrors.Length - i), cancellation);
                return;
            }
            catch (MirrorFault fault)
            {
                faults.Add($"{source.Mirrors[i].Authority}: {fault.Message}");
            }
        }

        throw new DatasetException($"no {file.Stem}.gz ({string.Join("; ", faults)})");
    }

    // Until one has answered, the mirrors left share what is left of the patience; from then on there is a network, and each may take its time.
    private TimeSpan AnswerWithin(int mirrorsLeft)
    {
        if (_answered)
            return patience.Stall;
        var left = (patience.Answer - Stopwatch.GetElapsedTime(_started)) / mirrorsLeft;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private async Task FetchFromAsync(Uri mirror, IdxPublication file, TimeSpan answerWithin, CancellationToken cancellation)
    {
        using var clock = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        clock.CancelAfter(answerWithin);
        using var response = await OfMirrorAsync(
            () => Client.GetAsync(new Uri(mirror, file.Stem + ".gz"), HttpCompletionOption.ResponseHeadersRead, clock.Token), answerWithin, cancellation);
        _answered = true;
        if (!response.IsSuccessStatusCode)
            throw new MirrorFault(string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)response.StatusCode} {ForeignText.Short(response.ReasonPhrase ?? "", ForeignText.LongestName)}"));
        long most = file.ContentBytes + Slack;
        if (response.Content.Headers.ContentLength > most)
            throw new MirrorFault($"offers {Wording.Number(response.Content.Headers.ContentLength.Value)} bytes where at most {Wording.Number(most)} can be right");

        Directory.CreateDirectory(folder);
        string temporary = Path.Combine(folder, $".{file.Stem}.{Guid.NewGuid():N}.part");
        try
        {
            long arrived = await SaveAsync(response, mirror, file, temporary, clock, cancellation);
            bool gzip = await Task.Run(() => Verify(file, temporary), cancellation);
            File.Move(temporary, Path.Combine(folder, gzip ? file.Stem + ".gz" : file.Stem), overwrite: true);
            _done += arrived;
            _total += arrived - file.DownloadBytes;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private async Task<long> SaveAsync(
        HttpResponseMessage response, Uri mirror, IdxPublication file, string temporary, CancellationTokenSource clock, CancellationToken cancellation)
    {
        long expected = response.Content.Headers.ContentLength ?? file.DownloadBytes;
        long arrived = 0, reported = -ReportEvery;
        byte[] chunk = new byte[ChunkBytes];
        await using var content = await response.Content.ReadAsStreamAsync(cancellation);
        await using var target = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous);
        while (true)
        {
            clock.CancelAfter(patience.Stall);
            int got = await OfMirrorAsync(() => content.ReadAsync(chunk, clock.Token).AsTask(), patience.Stall, cancellation);
            if (got == 0)
                break;
            arrived += got;
            if (arrived > file.ContentBytes + Slack)
                throw new MirrorFault($"sends more than the {Wording.Number(file.ContentBytes + Slack)} bytes that can be right");
            await target.WriteAsync(chunk.AsMemory(0, got), cancellation);
            if (arrived - reported >= ReportEvery)
                Report(reported = arrived);
        }

        Report(arrived);
        target.Flush(flushToDisk: true);
        return arrived;

        void Report(long bytes) => progress?.Report(
            new DownloadProgress(source.Name, file.Stem + ".gz", mirror.Authority, _done + bytes, _total + expected - file.DownloadBytes));
    }

    // What goes wrong inside `ask` is the mirror's fault or the network's, never the disk's.
    private static async Task<T> OfMirrorAsync<T>(Func<Task<T>> ask, TimeSpan within, CancellationToken cancellation)
    {
        try
        {
            return await ask();
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            // What it quotes of the answer may be as long as the answer's header.
            throw new MirrorFault(ForeignText.Short((fault.InnerException ?? fault).Message.TrimEnd('.'), ForeignText.LongestSaying), fault);
        }
        catch (OperationCanceledException fault) when (!cancellation.IsCancellationRequested)
        {
            throw new MirrorFault(string.Create(CultureInfo.InvariantCulture, $"no answer within {within.TotalSeconds:0.#} s"), fault);
        }
    }

    /// <summary>Checks length and checksum of what a downloaded file holds.</summary>
    /// <returns>Whether it is a gzip file.</returns>
    /// <exception cref="MirrorFault">It is not the published file.</exception>
    private static bool Verify(IdxPublication file, string path)
    {
        using var saved = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        bool gzip = Gzip.Is(saved);
        using Stream content = gzip ? new GZipStream(saved, CompressionMode.Decompress, leaveOpen: true) : saved;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] chunk = new byte[ChunkBytes];
        long length = 0;
        try
        {
            for (int got; (got = content.Read(chunk)) > 0;)
            {
                length += got;
                if (length > file.ContentBytes)
                    throw new MirrorFault($"serves another file: longer than {Wording.Number(file.ContentBytes)} bytes once unpacked");
                hash.AppendData(chunk.AsSpan(0, got));
            }

            if (gzip)
                Gzip.CheckEnd(path, saved, length);
        }
        catch (Exception fault) when (fault is InvalidDataException or DatasetException)
        {
            throw new MirrorFault("serves a gzip stream that is damaged or cut", fault);
        }

        string found = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (found != file.Sha256)
            throw new MirrorFault($"serves another file: {Wording.Number(length)} bytes unpacked with SHA-256 {found}, not {Wording.Number(file.ContentBytes)} with {file.Sha256}");
        return gzip;
    }
}
