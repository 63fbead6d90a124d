using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace GanActors.Pictures;

/// <summary>
/// Turns the samples of a row into 8-bit channels: 1 to 4 bits are spread over the whole range, 16 bits rounded to the nearest, palette
/// entries looked up, and what tRNS says is transparent gets an alpha of 0.
/// </summary>
internal sealed class PngSamples
{
    private readonly PngHeader _header;
    private readonly byte[] _palette;
    private readonly byte[] _paletteAlpha;
    private readonly int[]? _transparent;
    private readonly long _paletteOffset;

    /// <summary>The samples of a file.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="palette">Its palette, <c>[entries, 3]</c>; empty if it has none.</param>
    /// <param name="transparency">What its tRNS chunk holds; empty if it has none.</param>
    /// <param name="offset">Where the tRNS chunk's content begins.</param>
    /// <param name="paletteOffset">Where the palette begins.</param>
    public PngSamples(PngHeader header, ReadOnlySpan<byte> palette, ReadOnlySpan<byte> transparency, long offset, long paletteOffset)
    {
        _paletteOffset = paletteOffset;
        _header = header;
        _palette = palette.ToArray();
        _paletteAlpha = [];
        bool direct = header.Color is PngColor.Grey or PngColor.Rgb;
        if (!transparency.IsEmpty && direct)
        {
            if (transparency.Length != 2 * header.Samples)
                throw new PngException(offset, "tRNS", $"{transparency.Length} bytes are not {2 * header.Samples}, one colour");
            _transparent = new int[header.Samples];
            for (int i = 0; i < _transparent.Length; i++)
                _transparent[i] = BinaryPrimitives.ReadUInt16BigEndian(transparency[(2 * i)..]);
        }
        else if (!transparency.IsEmpty && header.Color == PngColor.Palette)
        {
            int entries = palette.Length / 3;
            if (transparency.Length > entries)
                throw new PngException(offset, "tRNS", $"{transparency.Length} entries are more than the palette's {entries}");
            _paletteAlpha = new byte[entries];
            _paletteAlpha.AsSpan().Fill(255);
            transparency.CopyTo(_paletteAlpha);
        }

        bool alpha = header.Color is PngColor.GreyAlpha or PngColor.Rgba || _transparent is not null || _paletteAlpha.Length > 0;
        Channels = alpha ? 4 : header.Color == PngColor.Grey ? 1 : 3;
    }

    /// <summary>Channels of the picture: 1, 3 or 4.</summary>
    public int Channels { get; }

    /// <summary>Turns one row.</summary>
    /// <param name="row">The row's bytes, no longer filtered.</param>
    /// <param name="width">Pixels of it.</param>
    /// <param name="output">Row of the picture.</param>
    /// <param name="start">First pixel of it in <paramref name="output"/>.</param>
    /// <param name="step">From one pixel to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(ReadOnlySpan<byte> row, int width, Span<byte> output, int start, int step)
    {
        if (_header.Depth == 8 && step == 1 && Channels == _header.Samples && _header.Color != PngColor.Palette)
        {
            row[..(width * Channels)].CopyTo(output);
            return;
        }

        Span<int> samples = stackalloc int[4];
        for (int x = 0; x < width; x++)
        {
            for (int i = 0; i < _header.Samples; i++)
                samples[i] = Sample(row, (x * _header.Samples) + i);
            Write(samples, output.Slice((start + (x * step)) * Channels, Channels));
        }
    }

    private int Sample(ReadOnlySpan<byte> row, int index) => _header.Depth switch
    {
        8 => row[index],
        16 => BinaryPrimitives.ReadUInt16BigEndian(row[(2 * index)..]),
        // Leftmost pixels in the highest bits.
        int depth => (row[index * depth / 8] >> (8 - depth - (index * depth % 8))) & ((1 << depth) - 1),
    };

    private void Write(ReadOnlySpan<int> samples, Span<byte> pixel)
    {
        switch (_header.Color)
        {
            case PngColor.Palette:
                int entry = samples[0];
                if (3 * entry >= _palette.Length)
                {
                    throw new PngException(_paletteOffset, "PLTE", string.Create(
                        CultureInfo.InvariantCulture, $"a pixel has colour {entry}, and the palette ends after {_palette.Length / 3}"));
                }

                _palette.AsSpan(3 * entry, 3).CopyTo(pixel);
                if (Channels == 4)
                    pixel[3] = _paletteAlpha[entry];
                break;
            case PngColor.Grey when Channels == 1:
                pixel[0] = ToByte(samples[0]);
                break;
            case PngColor.Grey or PngColor.GreyAlpha:
                pixel[..3].Fill(ToByte(samples[0]));
                pixel[3] = _header.Color == PngColor.GreyAlpha ? ToByte(samples[1]) : Alpha(samples);
                break;
            default:
                for (int i = 0; i < _header.Samples; i++)
                    pixel[i] = ToByte(samples[i]);
                if (_header.Color == PngColor.Rgb && Channels == 4)
                    pixel[3] = Alpha(samples);
                break;
        }
    }

    private byte Alpha(ReadOnlySpan<int> samples) => samples[.._header.Samples].SequenceEqual(_transparent) ? (byte)0 : (byte)255;

    private byte ToByte(int sample) => _header.Depth switch
    {
        8 => (byte)sample,
        16 => (byte)(((sample * 255) + 32767) / 65535),
        int depth => (byte)(sample * (255 / ((1 << depth) - 1))),
    };
}
