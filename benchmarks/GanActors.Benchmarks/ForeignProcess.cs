using System.Diagnostics;
using System.Globalization;

namespace GanActors.Benchmarks;

/// <summary>
/// What is left of two threads when somebody else's process holds a core: a busy loop pinned to the last one, none of our threads pinned.
/// </summary>
internal static class ForeignProcess
{
    private const int Warmup = 200;

    /// <summary>Iterations a second; medians of rounds in turns.</summary>
    /// <param name="OneFree">One thread, the machine otherwise free.</param>
    /// <param name="TwoFree">Two threads, the machine otherwise free.</param>
    /// <param name="OneHeld">One thread while the foreign process runs.</param>
    /// <param name="TwoHeld">Two threads while the foreign process runs.</param>
    public readonly record struct Rates(double OneFree, double TwoFree, double OneHeld, double TwoHeld);

    /// <summary>Runs all four.</summary>
    public static Rates Measure(Work work, double seconds, int rounds)
    {
        using GanStep one = new(work, 1), two = new(work, 2);
        for (int step = 0; step < Warmup; step++)
        {
            one.Run();
            two.Run();
        }

        double[][] rates = [new double[rounds], new double[rounds], new double[rounds], new double[rounds]];
        for (int round = 0; round < rounds; round++)
        {
            rates[0][round] = Rate(one, seconds);
            rates[1][round] = Rate(two, seconds);
            using var foreign = Start(10 * seconds + 60);
            try
            {
                rates[2][round] = Rate(one, seconds);
                rates[3][round] = Rate(two, seconds);
            }
            finally
            {
                foreign.Kill();
                foreign.WaitForExit();
            }
        }

        foreach (double[] all in rates)
            Array.Sort(all);
        return new Rates(rates[0][rounds / 2], rates[1][rounds / 2], rates[2][rounds / 2], rates[3][rounds / 2]);
    }

    /// <summary>The foreign process: a loop, and an end of its own should nobody end it.</summary>
    public static void Burn(double seconds)
    {
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds)
        {
        }
    }

    private static Process Start(double seconds)
    {
        var foreign = Process.Start(Environment.ProcessPath!, ["burn", seconds.ToString(CultureInfo.InvariantCulture)]);
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
            foreign.ProcessorAffinity = 1 << (Environment.ProcessorCount - 1);
        // Until its runtime is up it does not hold a core.
        while (foreign.TotalProcessorTime.TotalSeconds < 0.3)
            Thread.Sleep(10);
        return foreign;
    }

    private static double Rate(GanStep gan, double seconds)
    {
        long iterations = 0, began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds)
        {
            gan.Run();
            iterations++;
        }

        return iterations / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
