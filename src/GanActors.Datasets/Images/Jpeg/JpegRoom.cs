namespace GanActors.Datasets;

/// <summary>
/// What a JPEG file can hold at all, and how much work it may ask for, found before anything is decoded: a header of a few bytes can promise as many
/// pixels as it likes, and each of its scans can go over all of them again.
/// </summary>
internal static class JpegRoom
{
    // Huffman codes take a bit or more for each block of 8 x 8 pixels. Arithmetic coding could do with less, in pictures of a single colour.
    private const long PixelsPerByte = 8 * 64;

    // Progressive files have about ten scans; a picture of the largest size may have 32, a small one as many as the library takes.
    private const long MostVisits = 1L << 31;

    private const byte StartOfScan = 0xDA;

    /// <summary>Refuses a file that is too short for its pixels, or too repetitive.</summary>
    /// <exception cref="JpegException">It is.</exception>
    public static void Check(ReadOnlySpan<byte> file, int width, int height)
    {
        long pixels = (long)width * height;
        if (pixels > PixelsPerByte * file.Length)
        {
            throw new JpegException(
                $"{Wording.Number(file.Length)} bytes cannot hold the {Wording.Number(width)} x {Wording.Number(height)} pixels that its header declares");
        }

        // Among the pixels a zero follows every FF, so that each pair is a scan, but for those in other segments, which are few.
        int scans = file.Count([(byte)0xFF, StartOfScan]);
        if (scans * pixels > MostVisits)
            throw new JpegException($"{Wording.Amount(scans, "scan")} over {Wording.Number(pixels)} pixels are too many: at most {Wording.Number(MostVisits)} in all");
    }
}
