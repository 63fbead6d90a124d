namespace GanActors.Pictures;

/// <summary>What shows between the images of a sheet.</summary>
public enum Gutter
{
    /// <summary>Near white: for photographs and dark images.</summary>
    Light,

    /// <summary>Dark grey, told from the black ground of handwritten digits.</summary>
    Dark,
}
