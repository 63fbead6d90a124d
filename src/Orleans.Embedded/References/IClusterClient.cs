namespace Orleans;

/// <summary>What code outside of grains calls them through.</summary>
public interface IClusterClient : IGrainFactory
{
    /// <summary>The silo's services.</summary>
    IServiceProvider ServiceProvider { get; }
}
