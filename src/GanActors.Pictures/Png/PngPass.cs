using System.Collections.Immutable;

namespace GanActors.Pictures;

/// <summary>Which pixels come in one pass over a picture: those at <c>(X + i StepX, Y + j StepY)</c>.</summary>
internal readonly record struct PngPass(int X, int Y, int StepX, int StepY)
{
    private static readonly ImmutableArray<PngPass> Whole = [new(0, 0, 1, 1)];

    // PNG specification, clause 8.2.
    private static readonly ImmutableArray<PngPass> Adam7 =
    [
        new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2),
    ];

    /// <summary>The passes of a file, in order.</summary>
    public static ImmutableArray<PngPass> Of(PngHeader header) => header.Interlaced ? Adam7 : Whole;

    /// <summary>Columns of this pass in a picture of <paramref name="width"/>; 0 if it is too narrow for any.</summary>
    public int Columns(int width) => (width - X + StepX - 1) / StepX;

    /// <summary>Rows of this pass in a picture of <paramref name="height"/>; 0 if it is too low for any.</summary>
    public int Rows(int height) => (height - Y + StepY - 1) / StepY;
}
