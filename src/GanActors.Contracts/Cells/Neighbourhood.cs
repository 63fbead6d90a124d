namespace GanActors.Cells;

/// <summary>Which cells are a cell's neighbours, beside itself.</summary>
public enum Neighbourhood
{
    /// <summary>The four cells above, left, right and below on a torus: Lipizzaner's (Schmiedlechner et al., 2018).</summary>
    VonNeumann,

    /// <summary>The eight cells around on a torus.</summary>
    Moore,

    /// <summary>The cells before and after in reading order, the last before the first: Lipi-Ring (Toutouh and O'Reilly, 2021).</summary>
    Ring,
}
