using System.Buffers.Binary;
using GanActors.Files;

namespace GanActors.Pictures;

/// <summary>
/// Writes animations as APNG (W3C PNG specification, third edition, clause 11.3.6): a PNG that plays. A viewer that knows no animations shows the
/// first frame. Every frame is whole and replaces the one before it; equal animations are equal files.
/// </summary>
public static class ApngWriter
{
    /// <summary>The bytes of an APNG file that plays without end.</summary>
    /// <param name="frames">At least one, all of one size. If some are coloured and others grey, all become coloured.</param>
    /// <param name="notes">Texts to keep in the file, in this order; they stand before the pixels.</param>
    /// <exception cref="ArgumentException">There is no frame, sizes differ, or a time is none.</exception>
    public static byte[] Encode(IReadOnlyList<AnimationFrame> frames, params ReadOnlySpan<PngText> notes)
    {
        ArgumentNullException.ThrowIfNull(frames);
        if (frames.Count == 0)
            throw new ArgumentException("An animation has at least one frame.", nameof(frames));
        var first = frames[0].Picture;
        int channels = frames.Max(frame => frame.Picture.Channels);
        using var file = new MemoryStream();
        ChunkWriter.WriteHeader(file, first.Width, first.Height, channels);
        foreach (PngText note in notes)
            ChunkWriter.WriteNote(file, note);
        Span<byte> animation = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(animation, frames.Count);
        animation[4..].Clear(); // Plays: 0 is for ever.
        ChunkWriter.Write(file, "acTL"u8, animation);

        // Frame controls and the data of all frames but the first are numbered together.
        int number = 0;
        for (int i = 0; i < frames.Count; i++)
        {
            var picture = frames[i].Picture;
            if (picture.Width != first.Width || picture.Height != first.Height)
            {
                throw new ArgumentException(
                    $"Frame {i} is {picture.Width} x {picture.Height}, the first {first.Width} x {first.Height}; frames are of one size.", nameof(frames));
            }

            WriteControl(file, number++, frames[i]);
            byte[] data = ChunkWriter.Data(picture.WithChannels(channels));
            if (i == 0)
            {
                ChunkWriter.Write(file, "IDAT"u8, data);
                continue;
            }

            byte[] numbered = new byte[sizeof(int) + data.Length];
            BinaryPrimitives.WriteInt32BigEndian(numbered, number++);
            data.CopyTo(numbered, sizeof(int));
            ChunkWriter.Write(file, "fdAT"u8, numbered);
        }

        ChunkWriter.WriteEnd(file);
        return file.ToArray();
    }

    /// <summary>Writes an APNG file whole or not at all. Missing folders are made.</summary>
    /// <param name="path">Where the file goes.</param>
    /// <param name="frames">See <see cref="Encode"/>.</param>
    /// <param name="notes">See <see cref="Encode"/>.</param>
    /// <exception cref="ArgumentException">There is no frame, sizes differ, or a time is none.</exception>
    /// <exception cref="IOException">The file cannot be written; what was there before is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written.</exception>
    public static void Save(string path, IReadOnlyList<AnimationFrame> frames, params ReadOnlySpan<PngText> notes) =>
        WholeFile.Write(path, Encode(frames, notes));

    private static void WriteControl(Stream file, int number, AnimationFrame frame)
    {
        if (frame.Milliseconds is < 1 or > ushort.MaxValue)
            throw new ArgumentException($"A frame shows for 1 to {ushort.MaxValue} milliseconds, not {frame.Milliseconds}.", nameof(frame));
        Span<byte> control = stackalloc byte[26];
        control.Clear(); // No offset; the frame stays until the next (dispose 0), which replaces it (blend 0).
        BinaryPrimitives.WriteInt32BigEndian(control, number);
        BinaryPrimitives.WriteInt32BigEndian(control[4..], frame.Picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(control[8..], frame.Picture.Height);
        BinaryPrimitives.WriteUInt16BigEndian(control[20..], (ushort)frame.Milliseconds);
        BinaryPrimitives.WriteUInt16BigEndian(control[22..], 1000);
        ChunkWriter.Write(file, "fcTL"u8, control);
    }
}

/// <summary>A picture of an animation.</summary>
/// <param name="Picture">The pixels.</param>
/// <param name="Milliseconds">How long it shows, 1 .. 65535.</param>
public sealed record AnimationFrame(Pixmap Picture, int Milliseconds);
