using System.Diagnostics;

namespace GanActors.Telemetry.Tests;

/// <summary>Prometheus' own checker, where it is installed.</summary>
internal static class Promtool
{
    public static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "promtool")).FirstOrDefault(File.Exists);

    /// <summary>What it finds wrong; empty for nothing.</summary>
    public static async Task<string> CheckMetrics(string promtool, string text)
    {
        using var process = Process.Start(new ProcessStartInfo(promtool, ["check", "metrics"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(text);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return await output + await error;
    }
}
