namespace Orleans.Placement;

/// <summary>Where a grain should run. There is one process, so every placement is the same here.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class PlacementAttribute : Attribute
{
    private protected PlacementAttribute()
    {
    }
}

/// <summary>Accepted: any silo.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RandomPlacementAttribute : PlacementAttribute;

/// <summary>Accepted: by the hash of the key.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class HashBasedPlacementAttribute : PlacementAttribute;

/// <summary>Accepted: the caller's silo.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PreferLocalPlacementAttribute : PlacementAttribute;

/// <summary>Accepted: the silo with the fewest activations.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ActivationCountBasedPlacementAttribute : PlacementAttribute;

/// <summary>Accepted: the silo with the most resources left.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ResourceOptimizedPlacementAttribute : PlacementAttribute;

/// <summary>Accepted: the activation never migrates.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ImmovableAttribute(ImmovableKind kind = ImmovableKind.Any) : Attribute
{
    /// <summary>By whom it is not moved.</summary>
    public ImmovableKind Kind { get; } = kind;
}

/// <summary>By whom an activation is not moved.</summary>
[Flags]
public enum ImmovableKind : byte
{
    /// <summary>The repartitioner.</summary>
    Repartitioner = 1,

    /// <summary>The rebalancer.</summary>
    Rebalancer = 2,

    /// <summary>Both.</summary>
    Any = Repartitioner | Rebalancer,
}
