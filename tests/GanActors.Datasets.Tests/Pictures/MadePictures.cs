using System.Collections.Immutable;
using System.Text.Json;

namespace GanActors.Datasets.Tests;

/// <summary>Small files, and what other programs than ours see in them: <c>pictures.json</c>, which <c>make_pictures.py</c> makes.</summary>
internal static class MadePictures
{
    private static readonly Lazy<All> Made = new(Load);

    public static All Load()
    {
        using var stream = typeof(MadePictures).Assembly.GetManifestResourceStream("pictures.json")!;
        return JsonSerializer.Deserialize<All>(stream, JsonSerializerOptions.Web)!;
    }

    public static IEnumerable<MadePicture> Jpeg => Made.Value.Jpeg;

    public static IEnumerable<MadePicture> Png => Made.Value.Png;

    public static IEnumerable<MadePicture> Oriented => Made.Value.Oriented;

    public static IEnumerable<MadeResize> Resized => Made.Value.Resized;

    /// <summary>JPEG is not decoded where its library is not installed.</summary>
    public static void NeedJpeg()
    {
        try
        {
            _ = TurboJpeg.Library;
        }
        catch (DatasetException fault)
        {
            Assert.Skip(fault.Message);
        }
    }

    internal sealed record All(
        ImmutableArray<MadePicture> Jpeg, ImmutableArray<MadePicture> Png, ImmutableArray<MadePicture> Oriented, ImmutableArray<MadeResize> Resized);
}

/// <summary>A file and its pixels, <c>[height, width, channels]</c>.</summary>
internal sealed record MadePicture(string Name, byte[] File, int Width, int Height, int Channels, byte[] Pixels, int Tolerance);

/// <summary>A grey picture and a part of it (left, top, right, bottom) at another size.</summary>
internal sealed record MadeResize(string Name, int Width, int Height, byte[] Pixels, double[] Part, int ToWidth, int ToHeight, double[] Resized);
