using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GanActors.Pictures;

namespace GanActors.Datasets;

/// <summary>
/// Resizes pictures, down the columns and then along the rows, in 32-bit floats that are rounded once, at the end. Products and sums are not
/// fused and keep their order, so every machine makes the same bytes. Owns its buffers: one thread uses a resampler at a time.
/// </summary>
internal sealed class Resampler
{
    private static readonly PixelRange AsTheyAre = new(0, 255);

    private float[] _sums = [];
    private float[] _row = [];

    /// <summary>Brings a part of a picture to a size.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="part">Which part; its edges may lie between pixels. Pixels just outside count as far as the filter reaches.</param>
    /// <param name="target">Receives it; as many channels as <paramref name="picture"/>.</param>
    /// <param name="x">First column of <paramref name="target"/> that is written.</param>
    /// <param name="y">First row that is written.</param>
    /// <param name="width">Columns that are written.</param>
    /// <param name="height">Rows that are written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Resize(Pixmap picture, ImagePart part, Pixmap target, int x, int y, int width, int height)
    {
        int channels = picture.Channels;
        var down = ResampleWeights.Of(picture.Height, part.Y, part.Height, height);
        var along = ResampleWeights.Of(picture.Width, part.X, part.Width, width);

        // Only the columns that the second pass will ask for.
        int left = along.First[0], right = along.First[^1] + along.Weights[^1].Length;
        int stride = (right - left) * channels;
        Array.Resize(ref _row, Math.Max(_row.Length, stride));
        Array.Resize(ref _sums, Math.Max(_sums.Length, stride * height));
        _sums.AsSpan(0, stride * height).Clear();
        int bottom = down.First[^1] + down.Weights[^1].Length;
        for (int from = down.First[0], top = 0; from < bottom; from++)
        {
            PixelScaling.Scale(picture.Row(from).Slice(left * channels, stride), AsTheyAre, _row);
            while (top < height && down.First[top] + down.Weights[top].Length <= from)
                top++;
            for (int to = top; to < height && down.First[to] <= from; to++)
                AddScaled(_row.AsSpan(0, stride), down.Weights[to][from - down.First[to]], _sums.AsSpan(to * stride, stride));
        }

        for (int row = 0; row < height; row++)
        {
            var sums = _sums.AsSpan(row * stride, stride);
            var output = target.Row(y + row).Slice(x * channels, width * channels);
            for (int column = 0; column < width; column++)
            {
                float[] weights = along.Weights[column];
                var covered = sums.Slice((along.First[column] - left) * channels, weights.Length * channels);
                if (channels == 3)
                {
                    float red = 0, green = 0, blue = 0;
                    for (int i = 0; i < weights.Length; i++)
                    {
                        float weight = weights[i];
                        red += weight * covered[3 * i];
                        green += weight * covered[(3 * i) + 1];
                        blue += weight * covered[(3 * i) + 2];
                    }

                    output[3 * column] = ToByte(red);
                    output[(3 * column) + 1] = ToByte(green);
                    output[(3 * column) + 2] = ToByte(blue);
                }
                else
                {
                    for (int channel = 0; channel < channels; channel++)
                    {
                        float sum = 0;
                        for (int i = 0; i < weights.Length; i++)
                            sum += weights[i] * covered[(i * channels) + channel];
                        output[(column * channels) + channel] = ToByte(sum);
                    }
                }
            }
        }
    }

    private static byte ToByte(float value) => (byte)(Math.Clamp(value, 0f, 255f) + 0.5f);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddScaled(ReadOnlySpan<float> values, float weight, Span<float> sums)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var totals = MemoryMarshal.Cast<float, Vector<float>>(sums);
        for (int v = 0; v < vectors.Length; v++)
            totals[v] += vectors[v] * weight;
        for (int i = vectors.Length * Vector<float>.Count; i < values.Length; i++)
            sums[i] += values[i] * weight;
    }
}
