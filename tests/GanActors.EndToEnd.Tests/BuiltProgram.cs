using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace GanActors.EndToEnd.Tests;

/// <summary>The built program, run as its users run it: in a process of its own.</summary>
internal sealed class BuiltProgram : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private BuiltProgram(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>All of standard error, once the program has ended.</summary>
    public Task<string> Error => _error;

    /// <summary>Where results go in a test.</summary>
    public static DirectoryInfo NewFolder() => Directory.CreateTempSubdirectory("ganactors-");

    /// <summary>A port that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Runs the program to its end.</summary>
    public static Task<(int ExitCode, string Output, string Error)> Run(params string[] arguments) => RunWith("", arguments);

    /// <inheritdoc cref="StartWith"/>
    public static async Task<(int ExitCode, string Output, string Error)> RunWith(string checkpoints, params string[] arguments)
    {
        using var program = StartWith(checkpoints, arguments);
        string output = await program._process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        return (await program.Ended(), output, await program._error);
    }

    /// <summary>Starts the program.</summary>
    public static BuiltProgram Start(params string[] arguments) => StartWith("", arguments);

    /// <summary>Runs or starts the program with a setting of where checkpoints are kept.</summary>
    public static BuiltProgram StartWith(string checkpoints, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "ganactors.dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["GANACTORS_CHECKPOINTS"] = checkpoints;
        return new BuiltProgram(Process.Start(start)!);
    }

    /// <summary>The next line of standard output; null at its end.</summary>
    public ValueTask<string?> NextLine() => _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

    /// <summary>Sends a signal, as the shell's <c>kill</c> does.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>The exit code, once there is one.</summary>
    public async Task<int> Ended()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
