using System.ComponentModel;
using System.Diagnostics;

namespace GanActors.Deploy.Tests;

/// <summary>Programs of others, which may not be installed: a test that needs one is then skipped, and says which package brings it.</summary>
internal static class Tool
{
    /// <summary>Whether a program is installed.</summary>
    public static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Runs a program to its end, in the top folder. Skips the test where it is not installed.</summary>
    /// <param name="package">What brings it.</param>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">For it.</param>
    /// <returns>Exit code, standard output, standard error.</returns>
    public static async Task<(int ExitCode, string Output, string Error)> Run(string package, string program, params string[] arguments)
    {
        using var process = Start(package, program, arguments);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await error);
    }

    /// <summary>Runs a program that is to succeed.</summary>
    /// <returns>Standard output.</returns>
    /// <inheritdoc cref="Run"/>
    public static async Task<string> Succeed(string package, string program, params string[] arguments)
    {
        var (exitCode, output, error) = await Run(package, program, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)}: exit code {exitCode}\n{error}\n{output}");
        return output;
    }

    /// <summary>Starts a program whose outputs must be read. Skips the test where it is not installed.</summary>
    /// <inheritdoc cref="Run"/>
    public static Process Start(string package, string program, params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Top })!;
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{program} is not installed; Debian's package {package} brings it");
            throw;
        }
    }
}
