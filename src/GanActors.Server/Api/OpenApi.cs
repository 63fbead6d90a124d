using Microsoft.AspNetCore.OpenApi;

namespace GanActors.Server.Api;

/// <summary>The document that describes the API.</summary>
internal static class OpenApi
{
    /// <summary>Sets it up.</summary>
    public static void Describe(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info.Title = "GanActors";
        document.Info.Description = "Trains generative adversarial networks. Errors are application/problem+json.";
        return Task.CompletedTask;
    });
}
