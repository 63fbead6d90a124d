namespace GanActors.Pictures;

/// <summary>How values lie along an axis.</summary>
public enum AxisScale
{
    /// <summary>Equal differences are equally long.</summary>
    Linear,

    /// <summary>Equal ratios are equally long; values that are not positive have no place.</summary>
    Logarithmic,
}
