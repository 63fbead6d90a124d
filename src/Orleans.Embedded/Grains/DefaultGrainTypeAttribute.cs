namespace Orleans.Metadata;

/// <summary>Which of several grain classes a grain interface means.</summary>
/// <param name="grainType">The class's grain type.</param>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class DefaultGrainTypeAttribute(string grainType) : Attribute
{
    internal string GrainType { get; } = grainType;
}
