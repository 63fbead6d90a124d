namespace GanActors.Pictures;

/// <summary>What a PNG file shows.</summary>
/// <param name="Pixels">Grey, RGB, or RGBA if anything in the file may be transparent.</param>
/// <param name="Exif">The file's Exif data, a TIFF structure; empty if it has none.</param>
public sealed record PngPicture(Pixmap Pixels, ReadOnlyMemory<byte> Exif);
