namespace GanActors.Pictures;

/// <summary>A dotted line across a plot at a value worth comparing with.</summary>
/// <param name="Y">The value.</param>
/// <param name="Label">Its name in the legend; null for none.</param>
public sealed record ReferenceLine(double Y, string? Label = null);
