using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using GanActors.Recipes;

namespace GanActors.Datasets;

/// <summary>What decoded pictures are kept under.</summary>
/// <param name="Folder">Where the pictures lie.</param>
/// <param name="Wanted">What they were brought to.</param>
/// <param name="Limit">How many were wanted.</param>
/// <param name="Digest">Of the files as they were: one of another digest is out of date.</param>
internal sealed record DecodedKey(string Folder, ImageSpec Wanted, int? Limit, byte[] Digest)
{
    /// <summary>The file's name: the same however the pictures change, so that what is out of date is replaced.</summary>
    public string FileName
    {
        get
        {
            byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{Folder}\n{Wanted}\n{Limit}"));
            string leaf = new([.. Path.GetFileName(Path.TrimEndingDirectorySeparator(Folder)).Take(40).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')]);
            return $"{leaf}-{Wanted.Width}x{Wanted.Height}-{Convert.ToHexStringLower(hash.AsSpan(0, 8))}.pixels";
        }
    }
}

/// <summary>
/// Decoded pictures on disk. A file is whole or it is not taken: its length and its SHA-256 must fit. What cannot be read or written is as if
/// it were not there, for decoding again is all that it costs.
/// </summary>
/// <remarks>
/// A file: 8 bytes that name the format and its version, the key's digest (32), then 32-bit little-endian numbers: pictures, bytes of one,
/// files tried, files skipped, and the two texts about the first of those (length and UTF-8); labels; pixels; SHA-256 of all before it.
/// </remarks>
/// <param name="folders">Where to look and to write: the first that can be written to is used.</param>
internal sealed class DecodedCache(ImmutableArray<string> folders)
{
    private const int DigestLength = 32, ChunkBytes = 1 << 20, LongestText = 1 << 16;

    // A change of decoding, resizing or of this format changes the last digits.
    private static ReadOnlySpan<byte> Format => "GANPIX01"u8;

    /// <summary>The decoded pictures of a key; null if there are none.</summary>
    public DecodedImages? Read(DecodedKey key)
    {
        foreach (string folder in folders)
        {
            try
            {
                string path = Path.Combine(folder, key.FileName);
                if (File.Exists(path) && ReadFile(path, key) is { } images)
                    return images;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
            {
                // Damaged, or somebody else's: it is written anew.
            }
        }

        return null;
    }

    /// <summary>Keeps decoded pictures, whole or not at all.</summary>
    public void Write(DecodedKey key, DecodedImages images)
    {
        foreach (string folder in folders)
        {
            string unfinished = Path.Combine(folder, $".{key.FileName}.{Guid.NewGuid():N}.part");
            try
            {
                Directory.CreateDirectory(folder);
                try
                {
                    WriteFile(unfinished, key, images);
                    File.Move(unfinished, Path.Combine(folder, key.FileName), overwrite: true);
                }
                finally
                {
                    File.Delete(unfinished);
                }

                return;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // A data directory may be read-only, or the disk full: the next folder, or none.
            }
        }
    }

    private static void WriteFile(string path, DecodedKey key, DecodedImages images)
    {
        using var head = new MemoryStream();
        using (var writer = new BinaryWriter(head, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Format);
            writer.Write(key.Digest);
            writer.Write(images.Count);
            writer.Write(key.Wanted.Item.Size);
            writer.Write(images.Skipped.Tried);
            writer.Write(images.Skipped.Count);
            foreach (string text in (ReadOnlySpan<string>)[images.Skipped.First, images.Skipped.Reason])
            {
                byte[] bytes = Encoding.UTF8.GetBytes(text.Length <= LongestText / 4 ? text : text[..(LongestText / 4)]);
                writer.Write(bytes.Length);
                writer.Write(bytes);
            }
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        foreach (var part in (ReadOnlySpan<ReadOnlyMemory<byte>>)[head.ToArray(), images.Labels, images.Pixels])
        {
            hash.AppendData(part.Span);
            file.Write(part.Span);
        }

        file.Write(hash.GetHashAndReset());
        file.Flush(flushToDisk: true);
    }

    private static DecodedImages? ReadFile(string path, DecodedKey key)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] Take(int length)
        {
            byte[] bytes = GC.AllocateUninitializedArray<byte>(length);
            for (int at = 0; at < length; at += ChunkBytes)
            {
                var chunk = bytes.AsSpan(at, Math.Min(ChunkBytes, length - at));
                file.ReadExactly(chunk);
                hash.AppendData(chunk);
            }

            return bytes;
        }

        int Number() => BitConverter.ToInt32(Take(4));

        if (!Take(Format.Length).AsSpan().SequenceEqual(Format) || !Take(DigestLength).AsSpan().SequenceEqual(key.Digest))
            return null;
        int count = Number(), size = Number(), tried = Number(), skipped = Number();
        string[] texts = new string[2];
        for (int i = 0; i < texts.Length; i++)
        {
            int length = Number();
            if (length is < 0 or > LongestText)
                return null;
            texts[i] = Encoding.UTF8.GetString(Take(length));
        }

        // Nothing is allocated that the file cannot hold.
        if (count < 1 || (long)count * size > Array.MaxLength || size != key.Wanted.Item.Size || file.Length - file.Position != ((long)count * (size + 1L)) + DigestLength)
            return null;
        byte[] labels = Take(count), pixels = Take(count * size), digest = new byte[DigestLength];
        file.ReadExactly(digest);
        return hash.GetHashAndReset().AsSpan().SequenceEqual(digest)
            ? new DecodedImages(count, pixels, labels, new SkippedImages(skipped, tried, texts[0], texts[1]))
            : null;
    }
}
