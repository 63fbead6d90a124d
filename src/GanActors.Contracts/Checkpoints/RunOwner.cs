using System.Globalization;
using System.Text.Json.Serialization;

namespace GanActors.Checkpoints;

/// <summary>Which process has a run's folder.</summary>
/// <param name="Process">Its id on its host.</param>
/// <param name="Host">The machine.</param>
/// <param name="User">Whose process it is.</param>
/// <param name="Since">When it took the folder, by its clock.</param>
public sealed record RunOwner(
    [property: JsonPropertyName("process"), JsonRequired] int Process,
    [property: JsonPropertyName("host"), JsonRequired] string Host,
    [property: JsonPropertyName("user"), JsonRequired] string User,
    [property: JsonPropertyName("since"), JsonRequired] DateTimeOffset Since)
{
    /// <summary>For example <c>process 4711 of alice on gpu-3, since 2026-01-31 23:59:59 UTC</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"process {Process} of {User} on {Host}, since {Since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");

    /// <summary>This process.</summary>
    /// <param name="now">Since when it has the folder.</param>
    public static RunOwner Of(DateTimeOffset now) => new(Environment.ProcessId, Environment.MachineName, Environment.UserName, now.ToUniversalTime());
}
