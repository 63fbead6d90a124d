namespace Orleans.Runtime;

/// <summary>On a constructor parameter of a grain class: the state under this name, in the storage of that name.</summary>
/// <param name="stateName">The state's name.</param>
/// <param name="storageName">The storage's name; null for the default one.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
{
    /// <summary>The state's name.</summary>
    public string StateName { get; } = stateName;

    /// <summary>The storage's name; null for the default one.</summary>
    public string? StorageName { get; } = storageName;
}
