using GanActors.Server.Clusters;

namespace GanActors.Cli.Tests.Clusters;

public sealed class ClusterAddressTests
{
    [Theory]
    [InlineData("localhost", 30_000, 11_111)]
    [InlineData("localhost:31000", 31_000, 11_111)]
    [InlineData(" LOCALHOST:31000,12000 ", 31_000, 12_000)]
    public void A_cluster_on_one_machine_is_named_by_the_ports_of_its_first_silo(string text, int gateway, int silo) =>
        Assert.Equal(new LocalhostCluster(gateway, silo), Parse(text));

    [Fact]
    public void A_database_is_named_by_its_connection_string()
    {
        var cluster = Assert.IsType<PostgreSqlCluster>(Parse("postgresql:Host=db;Database=gan;Username=me;Password=hush"));
        Assert.Equal("Host=db;Database=gan;Username=me;Password=hush", cluster.ConnectionString);
        Assert.Equal("the PostgreSQL database gan on db", cluster.ToString());
        Assert.Equal("the PostgreSQL database me on db", Parse("postgresql:Server=db;Username=me").ToString());
    }

    [Theory]
    [InlineData("azure:UseDevelopmentStorage=true", "Azure Storage, the emulator")]
    [InlineData("azure:DefaultEndpointsProtocol=https;AccountName=gans;AccountKey=aHVzaA==", "Azure Storage, account gans")]
    public void An_account_is_named_by_its_connection_string(string text, string shown) => Assert.Equal(shown, Assert.IsType<AzureCluster>(Parse(text)).ToString());

    [Theory]
    [InlineData("", "takes localhost[:GATEWAY[,SILO]], postgresql:CONNECTION-STRING or azure:CONNECTION-STRING")]
    [InlineData("localhots:30000", "there is no kind of cluster 'localhots'")]
    [InlineData("Host=db;Password=hush", "there is no kind of cluster 'Host'")]
    [InlineData("localhost:", "takes a port from 1 to 65535 after localhost, not ''")]
    [InlineData("localhost:0", "not '0'")]
    [InlineData("localhost:30000,x", "not 'x'")]
    [InlineData("localhost:1,2,3", "two ports at most, not '1,2,3'")]
    [InlineData("postgresql:", "no connection string; one is postgresql:Host=")]
    [InlineData("postgresql:hush", "no connection string")]
    [InlineData("postgresql:Database=gan;Password=hush", "names no Host")]
    [InlineData("azure:", "no connection string; one is azure:")]
    [InlineData("azure:AccountKey=hush", "names no AccountName")]
    public void What_is_no_address_is_refused_without_repeating_a_password(string text, string reason)
    {
        var fault = Assert.Throws<ClusterException>(() => Parse(text));
        Assert.StartsWith("--cluster: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_address_shows_its_password() =>
        Assert.DoesNotContain("hush", $"{Parse("postgresql:Host=db;Password=hush")} {Parse("azure:AccountName=a;AccountKey=hush")}", StringComparison.Ordinal);

    private static ClusterAddress Parse(string text) => ClusterAddress.Parse(text, "--cluster");
}
