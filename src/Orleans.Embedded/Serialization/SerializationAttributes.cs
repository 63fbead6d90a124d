namespace Orleans;

/// <summary>Accepted and ignored: nothing is serialized inside one process.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute
{
    /// <summary>Accepted and ignored.</summary>
    public GenerateFieldIds GenerateFieldIds { get; init; }

    /// <summary>Accepted and ignored.</summary>
    public bool IncludePrimaryConstructorParameters { get; init; }
}

/// <summary>How members without an id get one; accepted and ignored.</summary>
public enum GenerateFieldIds
{
    /// <summary>Only members with an id.</summary>
    None,

    /// <summary>Public properties too.</summary>
    PublicProperties,
}

/// <summary>Accepted and ignored: the member's id on the wire.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class IdAttribute(uint id) : Attribute
{
    /// <summary>The id.</summary>
    public uint Id { get; } = id;
}

/// <summary>The name of a type or method on the wire. On a grain interface it is the interface's name; elsewhere it is ignored.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Method | AttributeTargets.Interface, AllowMultiple = true)]
public sealed class AliasAttribute(string alias) : Attribute
{
    /// <summary>The alias.</summary>
    public string Alias { get; } = alias;
}

/// <summary>A promise that neither side changes the value. In one process every message passes by reference, so all of them make it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter | AttributeTargets.ReturnValue, Inherited = false)]
public sealed class ImmutableAttribute : Attribute;
