namespace GanActors.Server.Clusters;

/// <summary>A client's link to a cluster.</summary>
public interface IClusterLink : IAsyncDisposable
{
    /// <summary>Reaches the grains.</summary>
    IGrainFactory Grains { get; }
}
