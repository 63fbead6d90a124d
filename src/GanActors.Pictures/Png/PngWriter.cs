using GanActors.Files;

namespace GanActors.Pictures;

/// <summary>
/// Writes pictures as PNG (W3C PNG specification, third edition): 8 bits a channel, not interlaced, every row under the filter that
/// suits it. Nothing but the pixels and the notes goes in, no time and no machine, so that equal pictures are equal files.
/// </summary>
public static class PngWriter
{
    /// <summary>The bytes of a PNG file.</summary>
    /// <param name="picture">The pixels.</param>
    /// <param name="notes">Texts to keep in the file, in this order; they stand before the pixels.</param>
    public static byte[] Encode(Pixmap picture, params ReadOnlySpan<PngText> notes)
    {
        ArgumentNullException.ThrowIfNull(picture);
        using var file = new MemoryStream();
        ChunkWriter.WriteHeader(file, picture.Width, picture.Height, picture.Channels);
        foreach (PngText note in notes)
            ChunkWriter.WriteNote(file, note);
        ChunkWriter.Write(file, "IDAT"u8, ChunkWriter.Data(picture));
        ChunkWriter.WriteEnd(file);
        return file.ToArray();
    }

    /// <summary>
    /// Writes a PNG file whole or not at all: under another name in the same folder first, then renamed over what was there.
    /// Missing folders are made.
    /// </summary>
    /// <param name="path">Where the file goes.</param>
    /// <param name="picture">The pixels.</param>
    /// <param name="notes">Texts to keep in the file.</param>
    /// <exception cref="IOException">The file cannot be written; what was there before is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written.</exception>
    public static void Save(string path, Pixmap picture, params ReadOnlySpan<PngText> notes) => WholeFile.Write(path, Encode(picture, notes));
}
