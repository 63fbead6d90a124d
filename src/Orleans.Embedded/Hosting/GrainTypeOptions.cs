namespace Orleans.Configuration;

/// <summary>Grain classes and interfaces beyond those found in loaded assemblies.</summary>
public sealed class GrainTypeOptions
{
    /// <summary>Grain classes.</summary>
    public HashSet<Type> Classes { get; } = [];

    /// <summary>Grain interfaces; accepted, none needs to be named.</summary>
    public HashSet<Type> Interfaces { get; } = [];
}
