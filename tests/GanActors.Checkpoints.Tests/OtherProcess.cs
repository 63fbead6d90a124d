using System.Diagnostics;

namespace GanActors.Checkpoints.Tests;

/// <summary>This program once more, in a process of its own that can be killed.</summary>
internal sealed class OtherProcess : IDisposable
{
    public const string Writes = "--write-until-killed", Locks = "--lock";

    private readonly Process _process;

    private OtherProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public static OtherProcess Start(params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, typeof(OtherProcess).Assembly.GetName().Name + (OperatingSystem.IsWindows() ? ".exe" : ""));
        return new OtherProcess(Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true })!);
    }

    /// <summary>The next line it writes; null when it has ended and there is none.</summary>
    public ValueTask<string?> ReadLine() => _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

    /// <summary>Lets it end by itself.</summary>
    public async Task End()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Ends it at once, wherever it is: SIGKILL.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
