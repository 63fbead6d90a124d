namespace GanActors.Pictures;

/// <summary>
/// A letter as a pen draws it, in font units: 70 is the height of a capital, 50 of an x, 0 the baseline, y goes up.
/// </summary>
/// <param name="Advance">From the start of this letter to the start of the next.</param>
/// <param name="Lines">Polylines; one of a single point is a dot.</param>
/// <param name="UprightsAt">The x where the pen runs upright: stems and the sides of bowls.</param>
/// <param name="LevelsAt">The y where the pen runs level: bars and the tops and bottoms of bowls.</param>
internal sealed record Glyph(float Advance, IReadOnlyList<(float X, float Y)[]> Lines, float[] UprightsAt, float[] LevelsAt);
