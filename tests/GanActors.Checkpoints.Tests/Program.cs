using System.Globalization;
using Xunit.Runner.InProc.SystemConsole;

namespace GanActors.Checkpoints.Tests;

/// <summary>Runs the tests; or, when a test starts this very program again, plays the other process of that test.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case [OtherProcess.Writes, var folder, var incarnation]:
                await WriteUntilKilled(folder, int.Parse(incarnation, CultureInfo.InvariantCulture));
                return 0;
            case [OtherProcess.Locks, var folder]:
                Lock(folder);
                return 0;
            default:
                return await ConsoleRunner.Run(args);
        }
    }

    /// <summary>Goes on from the latest checkpoint, tells each commit, and never ends by itself.</summary>
    private static async Task WriteUntilKilled(string folder, int incarnation)
    {
        using var held = RunLock.Acquire(folder, DateTimeOffset.UnixEpoch);
        var archive = new CheckpointArchive(new DirectoryCheckpointStore(Path.Combine(folder, CheckpointArchive.FolderName)));
        await archive.SweepUnfinishedAsync();
        long iteration = (await archive.LatestAsync()).Manifest?.Version.Iteration ?? 0;
        while (true)
        {
            iteration++;
            await Sample.Write(archive, new CheckpointVersion(iteration, incarnation), size: 20_000);
            Console.WriteLine(iteration);
            await archive.SweepAsync(new CheckpointRetention(2));
        }
    }

    private static void Lock(string folder)
    {
        using var held = RunLock.Acquire(folder, new DateTimeOffset(2026, 1, 31, 23, 59, 59, TimeSpan.Zero));
        Console.WriteLine("locked");
        Console.ReadLine();
    }
}
