namespace GanActors.Datasets;

/// <summary>A rectangle of a picture, in pixels from its upper left corner; the edges may lie between pixels.</summary>
internal readonly record struct ImagePart(double X, double Y, double Width, double Height);
