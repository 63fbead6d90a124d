namespace GanActors.Pictures;

/// <summary>A marked place of an axis.</summary>
internal readonly record struct Tick(double Value, string Label);
