namespace GanActors.Grains.Devices;

/// <summary>The only silo.</summary>
internal sealed class SiloHere : ISiloHere, IDisposable
{
    /// <inheritdoc/>
    public string Name => "here";

    /// <inheritdoc/>
    public IDisposable Toward(string silo) => this;

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
