using Microsoft.Extensions.Logging;

namespace GanActors.Server;

/// <summary>Where Orleans' own log goes.</summary>
internal static class SiloLogging
{
    /// <summary>To standard error: standard output belongs to the command.</summary>
    /// <param name="logging">Of a silo or a client.</param>
    /// <param name="least">What is less severe than this is left out.</param>
    public static ILoggingBuilder ToStandardError(this ILoggingBuilder logging, LogLevel least) => logging
        .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
        .SetMinimumLevel(least)
        // Its warnings are about the kind of garbage collector, which is chosen.
        .AddFilter("Orleans.Runtime.Silo", LogLevel.Error);
}
