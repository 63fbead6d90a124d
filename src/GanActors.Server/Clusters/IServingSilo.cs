namespace GanActors.Server.Clusters;

/// <summary>A silo that is a member of a cluster. Disposing it drains it.</summary>
public interface IServingSilo : IAsyncDisposable
{
    /// <summary>Reaches the cluster's grains.</summary>
    IGrainFactory Grains { get; }

    /// <summary>Where it is and what it trains on, a line each.</summary>
    IReadOnlyList<string> Places { get; }
}
