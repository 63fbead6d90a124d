using System.Text;
using GanActors.Datasets;
using GanActors.Datasets.Tests;

namespace GanActors.Fuzzing.Tests;

/// <summary>What a mirror answers to a request for a file: the whole response, header and all.</summary>
internal sealed class MirrorAnswers : Reader
{
    // What is saved is bounded by what was published, 64 KiB more at most; the client's buffers come on top.
    private static readonly MemoryBound Bound = new(PerByte: 50, Constant: 8 << 20);

    private static readonly byte[] Right = IdxBytes.Zip(TinySource.TrainingLabels);

    private static readonly byte[][] Seeds =
    [
        Answer($"HTTP/1.1 200 OK\r\nContent-Length: {Right.Length}\r\nConnection: close\r\n\r\n", Right),
        Answer($"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", TinySource.TrainingLabels),
        Answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n", [.. Encoding.ASCII.GetBytes($"{Right.Length:x}\r\n"), .. Right, .. "\r\n0\r\n\r\n"u8]),
        Answer("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", []),
        Answer("HTTP/1.1 302 Found\r\nLocation: /data/other.gz\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", []),
        Answer("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n", IdxBytes.Zip(Right)),
        Answer("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", IdxBytes.Zip(new byte[1 << 22])),
    ];

    private static readonly string[] Words =
    [
        "HTTP/1.0", "HTTP/2", "206", "204", "301", "500", "999", "chunked", "gzip", "Location", "Content-Length", "Transfer-Encoding", "Content-Range", "Set-Cookie", "Connection",
        "keep-alive", "file:///etc/passwd", "ftp://127.0.0.1/", "/data/other.gz", "ffffffffffffffff", "7fffffff", "-1",
    ];

    private readonly LoopbackMirror _mirror = new();
    private readonly IdxSource _source;
    private readonly IdxPublication _file;

    public MirrorAnswers()
        : base("mirror", 200, Bound)
    {
        _source = TinySource.Named("tiny", null, _mirror.Address);
        _file = _source.Training.Labels;
    }

    public override long Allocated => GC.GetTotalAllocatedBytes(precise: true);

    public override byte[] Input(Dice dice)
    {
        byte[] answer = dice.OneOf(Seeds);
        if (dice.Chance(40))
            return ByteMutations.Spoil(dice, answer, Seeds);
        int end = answer.AsSpan().IndexOf("\r\n\r\n"u8);
        dice.Note("response header");
        string header = TextMutations.Spoil(
            dice, Encoding.Latin1.GetString(answer, 0, end).Replace("\r\n", "\n", StringComparison.Ordinal), Words, ["HTTP/1.1 200 OK\nContent-Length: 5"], most: 2);
        return [.. Encoding.Latin1.GetBytes(header.Replace("\n", "\r\n", StringComparison.Ordinal)), .. answer.AsSpan(end)];
    }

    public override bool Read(byte[] input)
    {
        _mirror.Answer(_file.Stem + ".gz", input);
        _mirror.Answer("other.gz", Seeds[0]);
        string folder = Path.Combine(Folder.Path, "tiny");
        try
        {
            // Nothing of ours is silent for long here: it answers and closes.
            var patience = new DownloadPatience(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20));
            new MirrorDownload(_source, folder, patience, null).FetchAsync([_file], CancellationToken.None).GetAwaiter().GetResult();
            string saved = Directory.EnumerateFiles(folder).Single();
            return IdxFile.Read(saved, 1).Values.AsSpan().SequenceEqual(TinySource.TrainingLabels.AsSpan(8)) ? true : throw new InvalidDataException("another file was believed");
        }
        catch (DatasetException fault)
        {
            if (Folder.Files().Length > 0)
                throw new InvalidDataException($"left behind: {string.Join(", ", Folder.Files())}", fault);
            return Refusal.Check(fault.Message, _file.Stem, _mirror.Address.Authority);
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    public override void Dispose()
    {
        _mirror.DisposeAsync().AsTask().GetAwaiter().GetResult();
        base.Dispose();
    }

    private static byte[] Answer(string header, byte[] content) => [.. Encoding.ASCII.GetBytes(header), .. content];
}
