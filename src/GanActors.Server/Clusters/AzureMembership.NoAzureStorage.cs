namespace GanActors.Server.Clusters;

/// <summary>A build without Orleans' packages for Azure Storage.</summary>
internal static class AzureMembership
{
    public static void Require() =>
        throw new ClusterException("this build was made without Azure Storage; make one with -p:AzureStorage=true, or use postgresql:CONNECTION-STRING");

    public static void Join(ISiloBuilder silo, AzureCluster azure, string state) => Require();

    public static void Join(IClientBuilder client, AzureCluster azure) => Require();
}
