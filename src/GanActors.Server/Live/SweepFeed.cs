using System.Text.Json;
using GanActors.Client;
using GanActors.Server.Home;
using Microsoft.Extensions.Logging;

namespace GanActors.Server.Live;

/// <summary>Tells how a sweep stands whenever that has changed.</summary>
internal sealed class SweepFeed(SweepPlace sweep, SweepDesk desk, ILogger logger) : Feed("sweep", TimeSpan.FromSeconds(1), logger)
{
    private byte[] _told = [];

    /// <inheritdoc/>
    protected override void Restart() => _told = [];

    /// <inheritdoc/>
    protected override async Task<object?> Look(bool isFresh)
    {
        var detail = await desk.Detail(sweep);
        byte[] now = JsonSerializer.SerializeToUtf8Bytes(detail, ApiJson.Options);
        if (!isFresh && now.AsSpan().SequenceEqual(_told))
            return null;
        _told = now;
        return detail;
    }
}
