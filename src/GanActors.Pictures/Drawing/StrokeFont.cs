using System.Collections.Frozen;

namespace GanActors.Pictures;

/// <summary>
/// Sets text in our own single-stroke sans serif: every letter is a path for a round pen. The paths are fitted to the pixel grid
/// before they are inked (stems, bars and the edges of bowls are moved to where the pen covers whole pixels), which is what makes
/// small text crisp. A character the font does not have shows as an empty box.
/// </summary>
internal static class StrokeFont
{
    private const float CapUnits = 70;

    /// <summary>Room between letters beyond what each brings along, font units.</summary>
    private const float Tracking = 4;

    /// <summary>Descent, baseline, height of an x and of a capital: fitted first, so that a line of text stands even.</summary>
    private static readonly float[] CommonLevels = [-20, 0, 50, CapUnits];

    private static readonly FrozenDictionary<char, Glyph> Glyphs =
        Letterforms.All.ToFrozenDictionary(entry => entry.Letter, entry => GlyphPath.Read(entry.Advance, entry.Path));

    private static readonly Glyph MissingGlyph = GlyphPath.Read(54, "M 8 0 V 70 H 46 V 0 H 8");

    /// <summary>The characters the font has.</summary>
    public static IEnumerable<char> Characters => Glyphs.Keys;

    /// <summary>Width of a line of text in whole pixels.</summary>
    public static int Measure(string text, TextStyle style)
    {
        int width = 0;
        foreach (char letter in text)
            width += Advance(Find(letter), style);
        return width;
    }

    /// <summary>The text itself, or as much of it as fits followed by an ellipsis.</summary>
    public static string Fit(string text, TextStyle style, int width)
    {
        if (Measure(text, style) <= width)
            return text;
        int length = text.Length;
        while (length > 0 && Measure(text[..length].TrimEnd() + '\u2026', style) > width)
            length--;
        return text[..length].TrimEnd() + '\u2026';
    }

    /// <summary>Inks a line of text.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="text">One line.</param>
    /// <param name="x">Left edge of the first letter, whole pixels; of upright text, the baseline.</param>
    /// <param name="y">The baseline; of upright text, the lower edge of the first letter.</param>
    /// <param name="style">Size and weight.</param>
    /// <param name="colour">Ink.</param>
    /// <param name="upwards">The line runs from bottom to top, for the label of a y axis.</param>
    public static void Draw(Canvas canvas, string text, int x, int y, TextStyle style, Rgb colour, bool upwards = false)
    {
        var segments = new List<Segment>();
        int pen = 0;
        foreach (char letter in text)
        {
            Glyph glyph = Find(letter);
            var horizontal = new GridFit(glyph.UprightsAt, style.CapHeight / CapUnits, style.Pen);
            var vertical = new GridFit([.. CommonLevels, .. glyph.LevelsAt], style.CapHeight / CapUnits, style.Pen);
            foreach ((float X, float Y)[] line in glyph.Lines)
            {
                var from = Place(line[0]);
                if (line.Length == 1)
                {
                    // A dot is a little rounder than the pen.
                    float spread = style.Pen * 0.22f;
                    segments.Add(new Segment(from.X - spread, from.Y - spread, from.X + spread, from.Y + spread));
                    segments.Add(new Segment(from.X - spread, from.Y + spread, from.X + spread, from.Y - spread));
                }

                for (int i = 1; i < line.Length; i++)
                {
                    var to = Place(line[i]);
                    segments.Add(new Segment(from.X, from.Y, to.X, to.Y));
                    from = to;
                }
            }

            pen += Advance(glyph, style);

            (float X, float Y) Place((float X, float Y) point)
            {
                float along = pen + horizontal.At(point.X), above = vertical.At(point.Y);
                return upwards ? (x - above, y - along) : (x + along, y - above);
            }
        }

        canvas.Stroke(segments, style.Pen, colour, 1, canvas.Whole);
    }

    private static Glyph Find(char letter) => Glyphs.GetValueOrDefault(letter, MissingGlyph);

    private static int Advance(Glyph glyph, TextStyle style) => (int)MathF.Round((glyph.Advance + Tracking) * style.CapHeight / CapUnits);
}
