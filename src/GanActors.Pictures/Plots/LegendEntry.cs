namespace GanActors.Pictures;

/// <summary>One name of a legend.</summary>
internal readonly record struct LegendEntry(string Name, Rgb Colour, LegendSample Sample);

/// <summary>What stands before a name.</summary>
internal enum LegendSample
{
    /// <summary>A piece of a line.</summary>
    Line,

    /// <summary>A piece of a dotted line.</summary>
    Dotted,

    /// <summary>A disc.</summary>
    Point,

    /// <summary>A filled square.</summary>
    Area,
}
