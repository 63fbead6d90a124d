namespace GanActors.Meters;

/// <summary>What a coordinator asks of a network in a turn.</summary>
public enum NetworkCommand
{
    /// <summary>The generator makes fakes.</summary>
    Forge,

    /// <summary>The discriminator learns.</summary>
    Study,

    /// <summary>The discriminator looks on in its own phase.</summary>
    Assess,

    /// <summary>The discriminator judges fakes for the generator.</summary>
    Judge,

    /// <summary>The generator learns.</summary>
    Learn,
}
