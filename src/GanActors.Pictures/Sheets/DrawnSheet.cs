namespace GanActors.Pictures;

/// <summary>A sheet as it was drawn.</summary>
/// <param name="Picture">The pixels.</param>
/// <param name="Rows">Rows of the grid.</param>
/// <param name="Columns">Images in a row.</param>
/// <param name="NotNumbers">Pixels of images that are not a number in some channel; they show as magenta.</param>
public sealed record DrawnSheet(Pixmap Picture, int Rows, int Columns, long NotNumbers);
