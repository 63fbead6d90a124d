using System.Collections.Concurrent;
using GanActors.EndToEnd.Tests;

namespace GanActors.Deploy.Tests;

/// <summary>Command lines that containers are started with.</summary>
internal static class ContainerArguments
{
    private static readonly ConcurrentDictionary<string, Task<(int ExitCode, string Output, string Error)>> Asked = new();

    /// <summary>Whether the program takes the words, variables replaced by a number. It is asked for help with them, so that it does nothing.</summary>
    public static async Task AreKnown(IEnumerable<string> words)
    {
        string[] line = [.. words.Select(word => word.StartsWith("${", StringComparison.Ordinal) ? "1" : word), "--help"];
        string whole = string.Join(' ', line);
        var (exitCode, _, error) = await Asked.GetOrAdd(whole, _ => BuiltProgram.Run(line));
        Assert.True(exitCode == 0, $"{whole}: {error}");
    }
}
