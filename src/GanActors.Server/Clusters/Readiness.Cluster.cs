using GanActors.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GanActors.Server.Clusters;

/// <summary>
/// What a silo tells those who watch over it. Live: the process answers, whatever its cluster is like; if it does not, it should be started again. Ready: it is a
/// member of the cluster and takes work; if it is not, it should be given none, and left alone.
/// </summary>
internal sealed class Readiness(ISiloStatusOracle membership)
{
    public const string Live = PageServer.Live;
    public const string Ready = PageServer.Ready;

    /// <summary>Whether it has been told to leave.</summary>
    public bool IsLeaving { get; set; }

    public void Map(WebApplication app)
    {
        app.MapGet(Live, () => "live\n");
        app.MapGet(Ready, () =>
        {
            var status = membership.CurrentStatus;
            if (status == SiloStatus.Active && !IsLeaving)
                return Results.Text("ready\n");
            return Results.Text(IsLeaving ? "leaving the cluster\n" : $"not a member yet: {status}\n", statusCode: StatusCodes.Status503ServiceUnavailable);
        });
    }
}
