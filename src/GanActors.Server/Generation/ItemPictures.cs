using System.Globalization;
using GanActors.Networks;
using GanActors.Pictures;
using GanActors.Recipes;
using GanActors.Server.Runs;

namespace GanActors.Server.Generation;

/// <summary>Pictures of what a generator makes.</summary>
internal sealed class ItemPictures(Recipe recipe, Shape item)
{
    private const int Margin = 2;

    // In colour, three quarters of a gigabyte; far beyond what a program that shows pictures opens.
    private const long MostPixels = 1L << 28;

    /// <summary>Whether items are images that can be shown: grey or coloured.</summary>
    public bool AreImages { get; } = item.IsImage && item[0] is 1 or 3;

    /// <summary>Whether items are points of the plane.</summary>
    public bool ArePoints { get; } = item.Rank == 1 && item.Size == 2;

    /// <summary>A sheet of images.</summary>
    public DrawnSheet Sheet(Batch images, SheetGrid grid) => new SampleSheet
    {
        Rows = grid.Rows,
        Columns = grid.Columns,
        Scale = Scale(grid),
        Margin = Margin,
        Low = recipe.Data.Low,
        High = recipe.Data.High,
    }.Draw(images.Values.Span, images.Count, item[0], item[1], item[2]);

    /// <summary>A single image, pixel for pixel.</summary>
    public DrawnSheet Single(ReadOnlySpan<float> image) => new SampleSheet
    {
        Rows = 1,
        Columns = 1,
        Scale = 1,
        Margin = 0,
        Low = recipe.Data.Low,
        High = recipe.Data.High,
    }.Draw(image, 1, item[0], item[1], item[2]);

    /// <summary>Points of the plane, on a ground of others.</summary>
    public Pixmap Scatter(ReadOnlySpan<float> ground, ReadOnlySpan<float> points, string groundName = "real") =>
        new ScatterSheet { Title = recipe.Name, RealName = groundName }.Draw(ground, points);

    /// <summary>Makes sure that a sheet can be drawn before its images are made.</summary>
    /// <exception cref="BadInputException">It would be too large.</exception>
    public void Require(SheetGrid grid)
    {
        if (!Fits(grid, scale: 1))
        {
            throw new BadInputException(string.Create(
                CultureInfo.InvariantCulture,
                $"a sheet of {grid.Rows} x {grid.Columns} images of {item[1]} x {item[2]} would be more than {Pixmap.LongestSide:N0} pixels long or {MostPixels:N0} in all; make fewer, or single ones with --each"));
        }
    }

    private int Scale(SheetGrid grid)
    {
        int scale = SampleSheet.ScaleOf(item[2]);
        while (scale > 1 && !Fits(grid, scale))
            scale--;
        return scale;
    }

    private bool Fits(SheetGrid grid, int scale)
    {
        long width = Margin + (grid.Columns * (((long)item[2] * scale) + Margin)), height = Margin + (grid.Rows * (((long)item[1] * scale) + Margin));
        return width <= Pixmap.LongestSide && height <= Pixmap.LongestSide && width * height <= MostPixels;
    }
}
