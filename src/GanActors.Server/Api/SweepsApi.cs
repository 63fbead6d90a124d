using System.Text;
using GanActors.Client;
using GanActors.Server.Home;
using GanActors.Server.Security;
using GanActors.Sweeps;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace GanActors.Server.Api;

/// <summary>Sweeps and groups over HTTP.</summary>
internal static class SweepsApi
{
    /// <summary>Maps the addresses.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        var read = api.MapGroup("/sweeps").RequireAuthorization(Gate.Read).WithTags("sweeps");
        read.MapGet("", (SweepDesk desk, int? limit, string? after) => Paging.Of(desk.Rows(), row => row.Id, limit, after)).WithSummary("Sweeps and groups, those under way first.").Produces<Page<SweepRow>>();
        read.MapGet("/{id}", (string id, SweepDesk desk) => desk.Detail(desk.Find(id))).WithSummary("All of one.").Produces<SweepDetail>();
        read.MapGet("/{id}/leaderboard.csv", Board).WithSummary("Its trials, best first, as CSV.").Produces<string>(contentType: "text/csv");
        read.MapGet("/{id}/samples/{name}", (string id, string name, SweepDesk desk) => RunsApi.SheetOf(desk.Find(id).Folder, name)).WithSummary("A sheet of a group.").Produces<byte[]>(contentType: "image/png");

        var admin = api.MapGroup("/sweeps").RequireAuthorization(Gate.Admin).WithTags("sweeps");
        admin.MapPost("", Start).WithSummary("Starts a sweep or a group.").Produces<SweepDetail>(StatusCodes.Status201Created);
        admin.MapPost("/{id}/pause", (string id, HttpContext context, SweepDesk desk) => Do(desk, id, sweep => desk.Pause(sweep, RunsApi.Who(context))))
            .WithSummary("Begins no more work; what is under way goes on.").Produces<SweepRow>(StatusCodes.Status202Accepted);
        admin.MapPost("/{id}/resume", (string id, HttpContext context, SweepDesk desk) => Do(desk, id, sweep => desk.Resume(sweep, context.RequestAborted)))
            .WithSummary("Goes on.").Produces<SweepRow>(StatusCodes.Status202Accepted);
        admin.MapPost("/{id}/stop", (string id, HttpContext context, SweepDesk desk) => Do(desk, id, sweep => desk.Stop(sweep, RunsApi.Who(context))))
            .WithSummary("Breaks off, its runs with checkpoints.").Produces<SweepRow>(StatusCodes.Status202Accepted);
        admin.MapPost("/{id}/extend", (string id, ExtendSweep more, SweepDesk desk) => Do(desk, id, sweep => desk.Extend(sweep, more.Trials)))
            .WithSummary("Gives it more trials.").Produces<SweepRow>(StatusCodes.Status202Accepted);
        admin.MapDelete("/{id}", Delete).WithSummary("Deletes it, all its runs with it.").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> Start(StartSweep wish, HttpContext context, SweepDesk desk)
    {
        var (sweep, isNew) = await desk.Start(wish, Idempotency.KeyOf(context), Idempotency.DigestOf(wish), context.RequestAborted);
        var detail = await desk.Detail(sweep);
        return isNew ? TypedResults.Created($"/api/v1/sweeps/{Uri.EscapeDataString(sweep.Id)}", detail) : TypedResults.Ok(detail);
    }

    private static async Task<IResult> Do(SweepDesk desk, string id, Func<SweepPlace, Task> deed)
    {
        var sweep = desk.Find(id);
        await deed(sweep);
        return TypedResults.Accepted((string?)null, desk.Row(sweep));
    }

    private static ContentHttpResult Board(string id, SweepDesk desk)
    {
        string path = desk.Find(id)[SweepFiles.Leaderboard];
        return File.Exists(path) ? TypedResults.Text(File.ReadAllText(path), "text/csv", Encoding.UTF8) : throw RequestException.NotFound("leaderboard of this sweep yet");
    }

    private static NoContent Delete(string id, SweepDesk desk)
    {
        desk.Delete(desk.Find(id));
        return TypedResults.NoContent();
    }
}
