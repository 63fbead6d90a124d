using GanActors.Client;
using GanActors.Devices;
using GanActors.Server.Home;
using GanActors.Server.Live;
using GanActors.Server.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace GanActors.Server.Api;

/// <summary>The server itself over HTTP: what it is, who asks, its devices, and what changes.</summary>
internal static class ServerApi
{
    private const string EventStream = "text/event-stream";
    private static readonly byte[] Hello = "retry: 1000\n: hello\n\n"u8.ToArray();

    /// <summary>Maps the addresses.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/info", (ServerInfo info) => info).RequireAuthorization(Gate.Read).WithTags("server").WithSummary("What the server is.").Produces<ServerInfo>();
        api.MapGet("/devices", Devices).RequireAuthorization(Gate.Read).WithTags("server").WithSummary("All devices, what runs where, and who waits.").Produces<DevicesView>();
        api.MapGet("/session", Session).WithTags("session").WithSummary("Who asks, and what they may.").Produces<SessionInfo>();
        api.MapPost("/session", Enter).RequireRateLimiting(RateLimits.SignIn).WithTags("session").WithSummary("Signs a page in.").Produces<SessionInfo>();
        api.MapDelete("/session", Leave).WithTags("session").WithSummary("Signs a page out.").Produces<SessionInfo>();

        var live = api.MapGroup("").RequireAuthorization(Gate.Read).RequireRateLimiting(RateLimits.Streams).WithTags("live");
        live.MapGet("/live", (HttpContext context, Feeds feeds) => Stream(context, feeds, feeds.Lists)).WithSummary("Server-sent events: runs and sweeps that change.").Produces<ListsLive>(contentType: EventStream);
        live.MapGet("/runs/{id}/live", (string id, HttpContext context, Feeds feeds, RunDesk desk) => Stream(context, feeds, feeds.Of(desk.Find(id))))
            .WithSummary("Server-sent events: how a run goes on.").Produces<RunLive>(contentType: EventStream);
        live.MapGet("/sweeps/{id}/live", (string id, HttpContext context, Feeds feeds, SweepDesk desk) => Stream(context, feeds, feeds.Of(desk.Find(id))))
            .WithSummary("Server-sent events: how a sweep goes on.").Produces<SweepDetail>(contentType: EventStream);
    }

    private static async Task<DevicesView> Devices(IGrainFactory grains, RunDesk runs, SweepDesk sweeps)
    {
        var board = await grains.GetGrain<IDeviceBoardGrain>(0).Look();
        var links = runs.Home.AllRuns().GroupBy(run => run.Run.Value).ToDictionary(group => group.Key, group => group.First().Id, StringComparer.Ordinal);
        var searches = runs.Home.AllSweeps().ToArray();
        return new DevicesView(
            [
                .. board.Silos.Select(silo => new SiloView(silo.Silo, [
                    .. silo.Lanes.Select(lane => new LaneView(
                        lane.Device, lane.Kind == DeviceKind.Cpu ? "cpu" : "cuda", lane.Capacity, lane.Memory,
                        [.. lane.Networks.CountBy(run => run.Value).Select(run => new LaneRun(run.Key, run.Value, LinkOf(run.Key)))])),
                ])),
            ],
            [.. board.Queue.Select(waiting => new WaitingView(waiting.Run.Value, waiting.Wish.ToString().ToLowerInvariant(), waiting.Reason))]);

        string? LinkOf(string grain)
        {
            if (links.TryGetValue(grain, out string? id))
                return id;
            // A sweep's runs are called after it: SWEEP-TRIAL-SEED.
            var sweep = searches.FirstOrDefault(each => grain.StartsWith(each.Grain.Value + "-", StringComparison.Ordinal));
            return sweep is not null && grain[(sweep.Grain.Value.Length + 1)..].Split('-') is [var trial, var seed] && runs.Home.FindRun($"{sweep.Id}:{trial}:{seed}") is { } run ? run.Id : null;
        }
    }

    private static SessionInfo Session(HttpContext context, GateSettings settings)
    {
        context.Response.Headers.CacheControl = "no-store";
        return SessionOf(context, settings);
    }

    private static SessionInfo SessionOf(HttpContext context, GateSettings settings)
    {
        bool isCookie = context.User.Identity?.AuthenticationType == CookieAuthenticationDefaults.AuthenticationScheme;
        string? csrf = isCookie ? (context.RequestServices.GetService(typeof(IAntiforgery)) as IAntiforgery)?.GetAndStoreTokens(context).RequestToken : null;
        string scope = context.User.IsInRole(Gate.Admin) ? "admin" : context.User.IsInRole(Gate.Read) ? "read" : "none";
        return new SessionInfo(context.User.Identity?.Name, scope, settings.Auth.ToString().ToLowerInvariant(), csrf);
    }

    private static async Task<SessionInfo> Enter(SignIn signIn, HttpContext context, GateSettings settings, ApiKeys keys)
    {
        if (settings.Auth != AuthKind.Key)
            throw RequestException.Conflict("nobody signs in here: no key is asked for");
        if (signIn.Key is not { Length: <= 256 } shown || keys.Find(shown.Trim()) is not { } key)
            throw new RequestException(StatusCodes.Status401Unauthorized, "the key is none of this server's", new FieldError("key", "is none of this server's"));
        var principal = Gate.Principal(key, CookieAuthenticationDefaults.AuthenticationScheme);
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, principal);
        context.User = principal;
        return SessionOf(context, settings);
    }

    private static async Task<SessionInfo> Leave(HttpContext context, GateSettings settings)
    {
        if (settings.Auth == AuthKind.Key)
            await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return new SessionInfo(null, settings.Auth == AuthKind.None ? "admin" : "none", settings.Auth.ToString().ToLowerInvariant(), null);
    }

    private static async Task Stream(HttpContext context, Feeds feeds, Feed feed)
    {
        context.Response.ContentType = EventStream;
        context.Response.Headers.CacheControl = "no-store";
        // A proxy that gathers answers would show what was, not what is.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var subscriber = feed.Join(feeds.Closing);
        try
        {
            await Send(Hello);
            await foreach (var message in subscriber.Messages(context.RequestAborted))
                await Send(message);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
        }
        finally
        {
            feed.Leave(subscriber);
        }

        async Task Send(ReadOnlyMemory<byte> message)
        {
            await context.Response.Body.WriteAsync(message, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
