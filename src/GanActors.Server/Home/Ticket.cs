using System.Text.Json;
using System.Text.Json.Serialization;
using GanActors.Devices;
using GanActors.Files;

namespace GanActors.Server.Home;

/// <summary>What a server wants of a run or a sweep.</summary>
internal enum Wanted
{
    /// <summary>Nothing more: it has ended, or was stopped.</summary>
    Nothing,

    /// <summary>It is to go on, also after the server was lost.</summary>
    Running,

    /// <summary>It rests until it is told to go on.</summary>
    Paused,
}

/// <summary>
/// A note in the folder of a run or a sweep that a server began: what it was to be, and whether it is wanted now. By it a server that was killed finds what it has to take up
/// again. Written whole or not at all, before anything else of the run.
/// </summary>
/// <param name="Wanted">What is wanted.</param>
/// <param name="Yaml">The resolved recipe, sweep or group, for one that has not come to write its own.</param>
/// <param name="Device">On what a run is to be trained.</param>
/// <param name="Parallel">Runs of a sweep at once; null for what it says.</param>
/// <param name="Begun">When it was asked for.</param>
/// <param name="Key">The idempotency key it was asked for with; null for none.</param>
/// <param name="Asked">SHA-256 of what was asked for with that key.</param>
internal sealed record Ticket(
    Wanted Wanted, string Yaml, DeviceWish Device, int? Parallel, DateTimeOffset Begun, string? Key = null, string? Asked = null)
{
    private const string Name = "server.json";
    private const long Longest = 1 << 22;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        RespectNullableAnnotations = true,
        WriteIndented = true,
    };

    /// <summary>Where the ticket of a folder is.</summary>
    public static string PathIn(string folder) => Path.Combine(folder, Name);

    /// <summary>The ticket in a folder; null if there is none that can be read.</summary>
    public static Ticket? Read(string folder)
    {
        try
        {
            var file = new FileInfo(PathIn(folder));
            return file is { Exists: true, Length: <= Longest } ? JsonSerializer.Deserialize<Ticket>(File.ReadAllBytes(file.FullName), Options) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes it.</summary>
    public void Write(string folder) => WholeFile.Write(PathIn(folder), JsonSerializer.SerializeToUtf8Bytes(this, Options));

    /// <summary>Changes what is wanted of the run or the sweep in a folder, if it has a ticket.</summary>
    public static void Want(string folder, Wanted wanted)
    {
        if (Read(folder) is { } ticket && ticket.Wanted != wanted)
            (ticket with { Wanted = wanted }).Write(folder);
    }
}
