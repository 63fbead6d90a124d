namespace GanActors.Cli.Tests.Clusters;

/// <summary>Commands that speak to a cluster, where there is none.</summary>
public sealed class ClusterCommandTests : IDisposable
{
    private readonly TestRoom _room = new();

    [Theory]
    [InlineData("--role is for a silo of a cluster: name one with --cluster", "serve", "--role", "silo")]
    [InlineData("there is no kind of cluster 'nonsense'", "serve", "--cluster", "nonsense")]
    [InlineData("--silo-port takes a whole number from 1 to 65535, not '0'", "serve", "--cluster", "localhost", "--silo-port", "0")]
    [InlineData("--role takes all or silo or client-gateway, not 'sillo'; did you mean 'silo'?", "serve", "--cluster", "localhost", "--role", "sillo")]
    [InlineData("names no Host", "train", "ring", "--cluster", "postgresql:Database=gan")]
    [InlineData("--threads is for a silo of one's own", "train", "ring", "--cluster", "localhost", "--threads", "2")]
    [InlineData("--engine and --tf32 are for a silo of one's own", "train", "ring", "--cluster", "localhost", "--engine", "torch")]
    [InlineData("--engine and --tf32 are for a silo of one's own", "sweep", "mlp-lr-asha", "--cluster", "localhost", "--tf32")]
    [InlineData("--engine takes cpu or torch, not 'tosch'; did you mean 'torch'?", "serve", "--cluster", "localhost", "--engine", "tosch")]
    [InlineData("the PostgreSQL database gan on 127.0.0.1 cannot be used", "cluster", "prepare", "--cluster", "postgresql:Host=127.0.0.1;Port=1;Database=gan")]
    [InlineData("localhost:30000 needs no preparation", "cluster", "prepare", "--cluster", "localhost")]
    public async Task It_is_told_what_is_wrong_in_a_line(string reason, params string[] arguments)
    {
        Assert.Equal(reason.EndsWith("preparation", StringComparison.Ordinal) ? 0 : 2, await _room.RunAsync(arguments));
        Assert.Contains(reason, _room.Error + _room.Output, StringComparison.Ordinal);
        Assert.Single((_room.Error + _room.Output).TrimEnd('\n').Split('\n'));
    }

    public void Dispose() => _room.Dispose();
}
