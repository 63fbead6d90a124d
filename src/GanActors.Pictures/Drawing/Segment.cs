namespace GanActors.Pictures;

/// <summary>A straight piece of a pen's path, in pixels; its ends may be one point, which is a dot.</summary>
internal readonly record struct Segment(float X0, float Y0, float X1, float Y1);
