using GanActors.Client;
using GanActors.Recipes;
using GanActors.Server.Api;
using GanActors.Server.Clusters;
using GanActors.Server.Generation;
using GanActors.Server.Home;
using GanActors.Server.Live;
using GanActors.Server.Metrics;
using GanActors.Server.Security;
using GanActors.Telemetry;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GanActors.Server.Hosting;

/// <summary>The HTTP API and the pages, over the grains of a silo or a cluster.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    /// <summary>Whether the process answers.</summary>
    public const string Live = "/health/live";

    /// <summary>Whether it takes work.</summary>
    public const string Ready = "/health/ready";

    /// <summary>Bytes of a request's body at most: a recipe has some thousand.</summary>
    public const int LongestBody = 1 << 20;

    private const int MostConnections = 1_024;
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;
    private bool _isReady;

    private PageServer(WebApplication app) => _app = app;

    /// <summary>Where it is.</summary>
    public IReadOnlyList<Uri> Addresses { get; private set; } = [];

    private Feeds Feeds => _app.Services.GetRequiredService<Feeds>();

    private RunDesk Runs => _app.Services.GetRequiredService<RunDesk>();

    private SweepDesk Sweeps => _app.Services.GetRequiredService<SweepDesk>();

    /// <summary>Begins to answer, and takes up again what was under way when the last server of this home was lost.</summary>
    /// <param name="settings">How it is set up.</param>
    /// <param name="grains">Reaches the silo's or the cluster's grains.</param>
    /// <param name="telemetry">Answers scrapes, if it is begun to be scraped; null for nobody.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ClusterException">A place is taken, or is not this machine's.</exception>
    public static async Task<PageServer> StartAsync(PageSettings settings, IGrainFactory grains, ProcessTelemetry? telemetry, CancellationToken cancellation)
    {
        var builder = BareWebHost.NewBuilder(kestrel => Listen(kestrel, settings.Urls));
        // Keys for cookies lie in a folder that only its owner reads.
        builder.Logging.ToStandardError(LogLevel.Warning).AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            // What it would warn of, that it makes answers uncacheable, they are already.
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = Goodbye);
        AddServices(builder.Services, settings, grains);
        var server = new PageServer(builder.Build());
        server.Map(settings, telemetry);
        try
        {
            await server._app.StartAsync(cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            await server._app.DisposeAsync();
            throw new ClusterException(BareWebHost.IsTaken(fault)
                ? $"--urls: {string.Join(", ", settings.Urls)} is taken; name another port, or 0 for any that is free"
                : $"--urls: the server cannot listen at {string.Join(", ", settings.Urls)}: {fault.GetBaseException().Message}", fault);
        }

        server.Addresses = [.. server._app.Urls.Select(url => new Uri(url))];
        // Hundreds of folders are read for the first time now, and not when the first page asks for them.
        _ = Task.Run(server.Runs.Rows, CancellationToken.None);
        await server.Runs.Revive();
        await server.Sweeps.Revive();
        server._isReady = true;
        return server;
    }

    /// <summary>Shows a run that was started otherwise.</summary>
    public void Adopt(RunPlace run, RecipeGlance glance) => Runs.Adopt(run, glance);

    /// <summary>Says goodbye to whoever listens, and answers no more. Runs go on, as long as their silo does.</summary>
    public async ValueTask DisposeAsync()
    {
        _isReady = false;
        Feeds.Close();
        await Runs.DisposeAsync();
        await Sweeps.DisposeAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void Listen(KestrelServerOptions kestrel, IReadOnlyList<Uri> urls)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = LongestBody;
        kestrel.Limits.MaxRequestHeadersTotalSize = 1 << 14;
        kestrel.Limits.MaxRequestLineSize = 1 << 12;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        foreach (var url in urls)
        {
            if (url.Host == "localhost" && url.Port != 0)
                kestrel.ListenLocalhost(url.Port);
            else
                kestrel.Listen(ListenUrls.AddressOf(url), url.Port);
        }
    }

    private static void AddServices(IServiceCollection services, PageSettings settings, IGrainFactory grains)
    {
        services.AddSingleton(grains).AddSingleton(settings.Home).AddSingleton(settings.Data).AddSingleton(settings.Stores).AddSingleton(settings.Gate);
        services.AddSingleton(new ApiKeys(settings.Home.Own));
        services.AddSingleton(new ServerInfo(typeof(PageServer).Assembly.GetName().Version!.ToString(3), ClusterStack.Name, settings.Cluster, settings.Home.Path, settings.Data.Directory.Path, RecipeLibrary.QuickStart));
        services.AddSingleton(new RecipeDesk(settings.Data, settings.Engine));
        services.AddSingleton(provider => new RunDesk(settings.Home, grains, settings.Data, settings.Engine, provider.GetRequiredService<ILogger<RunDesk>>(), settings.IsSiloOwn));
        services.AddSingleton(provider => new SweepDesk(settings.Home, grains, settings.Data, settings.Engine, provider.GetRequiredService<ILogger<SweepDesk>>(), settings.IsSiloOwn));
        services.AddSingleton<DataDesk>().AddSingleton<RunWalks>().AddSingleton<FigureShelf>().AddSingleton<Feeds>();
        services.ConfigureHttpJsonOptions(options => ApiJson.Set(options.SerializerOptions));
        // What cannot be read is told by its field, as everything else is.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddOpenApi("v1", OpenApi.Describe);
        services.AddRateLimiter(RateLimits.Set);
        services.AddHostFiltering(options => options.AllowedHosts = [.. ListenUrls.HostsOf(settings.Urls), .. settings.Gate.Hosts ?? []]);
        // Not AddAuthentication, which would make keys for cookies in the user's home, where nobody signs in.
        services.AddAuthenticationCore(options => options.DefaultScheme = Gate.SchemeName).AddWebEncoders().AddSingleton(TimeProvider.System);
        var authentication = new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, Gate>(Gate.SchemeName, null);
        services.AddAuthorizationBuilder().AddPolicy(Gate.Read, policy => policy.RequireRole(Gate.Read)).AddPolicy(Gate.Admin, policy => policy.RequireRole(Gate.Admin));
        if (settings.Gate.Auth == AuthKind.Key)
            AddSessions(services, authentication, settings.Home);
    }

    private static void AddSessions(IServiceCollection services, AuthenticationBuilder authentication, HomeFolder home)
    {
        services.AddDataProtection().SetApplicationName("ganactors").PersistKeysToFileSystem(PrivateFolder.Create(Path.Combine(home.Own, "sessions")));
        services.AddAntiforgery(options =>
        {
            options.HeaderName = "X-CSRF-Token";
            options.Cookie.Name = "ganactors-csrf";
            options.Cookie.SameSite = SameSiteMode.Strict;
        });
        authentication.AddCookie(cookie =>
        {
            cookie.Cookie.Name = "ganactors";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Strict;
            cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
            cookie.SlidingExpiration = true;
            cookie.Events = new CookieAuthenticationEvents
            {
                OnValidatePrincipal = context => Gate.Validate(context, context.HttpContext.RequestServices.GetRequiredService<ApiKeys>()),
            };
        });
    }

    private void Map(PageSettings settings, ProcessTelemetry? telemetry)
    {
        var logger = _app.Services.GetRequiredService<ILogger<PageServer>>();
        _app.Use(ResponseHeaders.Set);
        _app.Use((HttpContext context, RequestDelegate next) => Problems.Catch(context, next, logger));
        _app.UseHostFiltering();
        _app.UseRouting();
        _app.UseRateLimiter();
        _app.UseAuthentication();
        _app.Use(CrossSite.Guard);
        _app.UseAuthorization();
        _app.MapGet(Live, () => "live\n").ExcludeFromDescription();
        _app.MapGet(Ready, () => _isReady ? Results.Text("ready\n") : Results.Text("not ready\n", statusCode: StatusCodes.Status503ServiceUnavailable)).ExcludeFromDescription();
        _app.MapOpenApi();
        telemetry?.Map(_app, endpoint => endpoint.RequireAuthorization(Gate.Read));
        var api = _app.MapGroup("/api/v1");
        ServerApi.Map(api);
        RunsApi.Map(api);
        SweepsApi.Map(api);
        RecipesApi.Map(api);
        new PageAssets().Map(_app);
    }
}
