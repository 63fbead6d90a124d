namespace GanActors.Pictures;

/// <summary>A box of whole pixels: Left and Top are inside, Right and Bottom are the first outside.</summary>
internal readonly record struct PixelBox(int Left, int Top, int Right, int Bottom)
{
    public int Width => Right - Left;

    public int Height => Bottom - Top;

    public PixelBox Grow(int pixels) => new(Left - pixels, Top - pixels, Right + pixels, Bottom + pixels);

    public PixelBox Intersect(PixelBox other) =>
        new(Math.Max(Left, other.Left), Math.Max(Top, other.Top), Math.Min(Right, other.Right), Math.Min(Bottom, other.Bottom));
}
