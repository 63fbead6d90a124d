namespace GanActors.Cli;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>A run failed while it ran.</summary>
    public const int Failed = 1;

    /// <summary>Recipe, option or data at fault; nothing was started.</summary>
    public const int BadInput = 2;

    /// <summary>Stopped by Ctrl-C or SIGTERM: 128 + SIGINT, as shells have it.</summary>
    public const int Stopped = 130;
}
