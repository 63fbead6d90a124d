using System.Diagnostics;
using System.Globalization;

namespace GanActors.Checkpoints.Tests;

/// <summary>A process, and those it has started, that are there and do not answer, until this is disposed of.</summary>
internal sealed class SilencedProcess : IDisposable
{
    private readonly Process _process;

    public SilencedProcess(Process process)
    {
        _process = process;
        Signal("STOP");
    }

    public void Dispose() => Signal("CONT");

    private void Signal(string name)
    {
        string id = _process.Id.ToString(CultureInfo.InvariantCulture);
        Run("kill", "-" + name, id);
        // Without a child it finds nobody, which is well.
        Run("pkill", "-" + name, "-P", id);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
    }
}
