using GanActors.Client;
using GanActors.Server.Home;
using GanActors.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GanActors.Server.Api;

/// <summary>Recipes and data sets over HTTP.</summary>
internal static class RecipesApi
{
    private const int LongestText = 1 << 18;

    /// <summary>Maps the addresses.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        var recipes = api.MapGroup("/recipes").RequireAuthorization(Gate.Read).WithTags("recipes");
        recipes.MapGet("", (RecipeDesk desk) => desk.Rows()).WithSummary("Recipes, sweeps and groups that ship.").Produces<IReadOnlyList<RecipeRow>>();
        recipes.MapGet("/{name}", Text).WithSummary("The text of one.").Produces<RecipeText>();
        // They change nothing: who may look may try a recipe out.
        recipes.MapPost("/check", (CheckText text, RecipeDesk desk) => desk.Check(text with { Yaml = Bounded(text.Yaml) })).WithSummary("Whether a text could be started.").Produces<CheckedText>();
        recipes.MapPost("/complete", (CompleteText text, RecipeDesk desk) => desk.Complete(text with { Yaml = Bounded(text.Yaml) })).WithSummary("What could be written at a place.").Produces<Completions>();

        var data = api.MapGroup("/datasets").WithTags("data");
        data.MapGet("", (DataDesk desk) => desk.Rows()).RequireAuthorization(Gate.Read).WithSummary("Data sets, and what of them is at hand.").Produces<IReadOnlyList<DatasetRow>>();
        data.MapGet("/{name}/sample.png", Sample).RequireAuthorization(Gate.Read).WithSummary("Its first items.").Produces<byte[]>(contentType: "image/png");
        data.MapPost("/{name}/download", (string name, DataDesk desk) => TypedResults.Accepted((string?)null, desk.Fetch(name)))
            .RequireAuthorization(Gate.Admin).WithSummary("Begins to download what is missing.").Produces<DatasetRow>(StatusCodes.Status202Accepted);
    }

    private static RecipeText Text(string name, string? kind) => kind switch
    {
        null or RecipeDesk.Recipe => RecipeDesk.Text(name, isSweep: false),
        RecipeDesk.Sweep or RecipeDesk.Cells or RecipeDesk.MdGan => RecipeDesk.Text(name, isSweep: true),
        _ => throw RequestException.Field("kind", "takes recipe or sweep"),
    };

    private static string Bounded(string? yaml) => yaml switch
    {
        null => throw RequestException.Field("yaml", "is missing: the text to look at"),
        { Length: > LongestText } => throw RequestException.Field("yaml", $"is longer than {LongestText} characters"),
        _ => yaml,
    };

    private static async Task<IResult> Sample(string name, DataDesk desk, CancellationToken stop) =>
        await desk.Sample(name, stop) is { } png ? TypedResults.Bytes(png, "image/png") : throw RequestException.NotFound("item of this data set at hand");
}
