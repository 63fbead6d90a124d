using System.Runtime.InteropServices;

namespace GanActors.Cli;

/// <summary>Ctrl-C and SIGTERM: the first asks for an orderly end, the second ends the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    private const string ShowCursor = "\e[?25h\e[0m";
    private readonly CancellationTokenSource _asked = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption()
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Asked => _asked.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _asked.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_asked.IsCancellationRequested)
        {
            // A live table hides the cursor and would not get to show it again.
            if (!Console.IsOutputRedirected)
                Console.Out.Write(ShowCursor);
            Console.Error.WriteLine("ganactors: ended at once");
            Environment.Exit(ExitCode.Stopped);
        }

        _asked.Cancel();
    }
}
