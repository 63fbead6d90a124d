namespace GanActors.Cli.Tests.Clusters;

/// <summary>A build that trains in one process, asked for a cluster.</summary>
public sealed class NoClusterTests : IDisposable
{
    private readonly TestRoom _room = new();

    [Theory]
    [InlineData("serve", "--role", "silo")]
    [InlineData("serve", "--cluster", "localhost")]
    [InlineData("serve", "--role", "client-gateway", "--cluster", "nonsense")]
    [InlineData("train", "ring", "--cluster", "localhost")]
    [InlineData("resume", "runs/none", "--cluster", "localhost")]
    [InlineData("sweep", "mlp-lr-asha", "--cluster", "localhost")]
    [InlineData("cluster", "prepare", "--cluster", "postgresql:Host=db")]
    [InlineData("cluster", "devices", "--cluster", "localhost")]
    public async Task It_is_refused_in_one_sentence_that_names_the_build_to_use(params string[] arguments)
    {
        Assert.Equal(2, await _room.RunAsync(arguments));
        Assert.Equal(
            "ganactors: this build trains in one process and knows no clusters; a build for clusters is made with `dotnet build -c Release -p:Stack=cluster` (see docs/cluster.md)\n",
            _room.Error);
        Assert.Empty(_room.Output);
        Assert.Empty(Directory.GetFileSystemEntries(_room.Directory));
    }

    public void Dispose() => _room.Dispose();
}
