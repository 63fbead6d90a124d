namespace Orleans.Providers;

/// <summary>Names of providers.</summary>
public static class ProviderConstants
{
    /// <summary>The storage of states that name none.</summary>
#pragma warning disable CA1707 // The name is that of Orleans.
    public const string DEFAULT_STORAGE_PROVIDER_NAME = "Default";
#pragma warning restore CA1707
}
