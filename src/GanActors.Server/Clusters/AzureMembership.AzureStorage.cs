using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace GanActors.Server.Clusters;

/// <summary>Membership and reminders in tables, grain state in blobs, of an Azure Storage account or its emulator.</summary>
internal static class AzureMembership
{
    private const string Container = "ganactors-state";

    public static void Require()
    {
    }

    public static void Join(ISiloBuilder silo, AzureCluster azure, string state) => silo
        .UseAzureStorageClustering(options => options.TableServiceClient = new TableServiceClient(azure.ConnectionString))
        .UseAzureTableReminderService(options => options.TableServiceClient = new TableServiceClient(azure.ConnectionString))
        .AddAzureBlobGrainStorage(state, options =>
            (options.BlobServiceClient, options.ContainerName) = (new BlobServiceClient(azure.ConnectionString), Container));

    public static void Join(IClientBuilder client, AzureCluster azure) =>
        client.UseAzureStorageClustering(options => options.TableServiceClient = new TableServiceClient(azure.ConnectionString));
}
