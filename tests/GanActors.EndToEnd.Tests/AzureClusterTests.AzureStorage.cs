using GanActors.Checkpoints.Tests;

namespace GanActors.EndToEnd.Tests;

/// <summary>Silos in processes of their own that find each other in tables of Azure Storage's emulator, and clients of theirs.</summary>
public sealed class AzureClusterTests : SiloProcessTests, IAsyncLifetime
{
    // One account holds one cluster.
    private readonly Azurite _azurite = new();

    public ValueTask InitializeAsync() => _azurite.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        Dispose();
        await _azurite.DisposeAsync();
    }

    protected override Task<string> NewAddress() => Task.FromResult($"azure:{_azurite.AccountConnection()}");

    protected override IDisposable Silence() => _azurite.Silence();
}
