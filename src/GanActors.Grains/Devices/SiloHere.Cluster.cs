using Orleans.Runtime.Placement;

namespace GanActors.Grains.Devices;

/// <summary>A silo among others: a placement hint goes with the calls, which every placement of Orleans heeds while that silo is there.</summary>
internal sealed class SiloHere(ILocalSiloDetails details) : ISiloHere
{
    /// <inheritdoc/>
    public string Name { get; } = details.SiloAddress.ToParsableString();

    /// <inheritdoc/>
    public IDisposable Toward(string silo)
    {
        RequestContext.Set(IPlacementDirector.PlacementHintKey, SiloAddress.FromParsableString(silo));
        return new Hint();
    }

    private sealed class Hint : IDisposable
    {
        public void Dispose() => RequestContext.Remove(IPlacementDirector.PlacementHintKey);
    }
}
