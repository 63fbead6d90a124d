namespace Orleans.Runtime;

/// <summary>The activation whose code is running; null outside of grains.</summary>
public interface IGrainContextAccessor
{
    /// <summary>The activation.</summary>
    IGrainContext GrainContext { get; }
}
