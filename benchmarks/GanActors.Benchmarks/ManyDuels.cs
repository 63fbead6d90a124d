using System.Diagnostics;

namespace GanActors.Benchmarks;

/// <summary>
/// Small duels as a sweep runs them: each on a device of one thread, as many workers as cores, each of which goes round its duels and
/// stays some iterations with each. Against one duel alone on one thread, on each core in turn, for cores of a shared machine are not always
/// equally fast.
/// </summary>
internal static class ManyDuels
{
    private const int Warmup = 100;

    /// <summary>Iterations a second of one duel alone and of all together, and how they compare; medians of rounds in turns.</summary>
    public static (double Alone, double Together, double Ratio) Measure(Work work, int duels, int turn, double seconds, int rounds)
    {
        var gans = new GanStep[duels];
        for (int i = 0; i < duels; i++)
        {
            gans[i] = new GanStep(work, 1, seed: 42 + (ulong)i);
            for (int step = 0; step < Warmup; step++)
                gans[i].Run();
        }

        try
        {
            double[] alone = new double[rounds], together = new double[rounds], ratios = new double[rounds];
            for (int round = 0; round < rounds; round++)
            {
                for (int core = 0; core < Environment.ProcessorCount; core++)
                {
                    using (new Pin(core))
                        alone[round] += Rate(gans[..1], 1, turn, seconds) / Environment.ProcessorCount;
                }

                together[round] = Rate(gans, Math.Min(duels, Environment.ProcessorCount), turn, seconds);
                ratios[round] = together[round] / alone[round];
            }

            Array.Sort(alone);
            Array.Sort(together);
            Array.Sort(ratios);
            return (alone[rounds / 2], together[rounds / 2], ratios[rounds / 2]);
        }
        finally
        {
            foreach (var gan in gans)
                gan.Dispose();
        }
    }

    /// <summary>Iterations a second of some duels, dealt to workers like cards.</summary>
    private static double Rate(GanStep[] gans, int workers, int turn, double seconds)
    {
        long iterations = 0, began = Stopwatch.GetTimestamp();
        var threads = new Thread[workers];
        for (int worker = 0; worker < workers; worker++)
        {
            int first = worker;
            threads[worker] = new Thread(() =>
            {
                long done = 0;
                for (int next = first; Stopwatch.GetElapsedTime(began).TotalSeconds < seconds; next += workers)
                {
                    if (next >= gans.Length)
                        next = first;
                    for (int step = 0; step < turn; step++)
                        gans[next].Run();
                    done += turn;
                }

                Interlocked.Add(ref iterations, done);
            });
            threads[worker].Start();
        }

        foreach (var thread in threads)
            thread.Join();
        return iterations / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>Keeps this thread, and those it starts, on one core.</summary>
    private sealed class Pin : IDisposable
    {
        private readonly Process _process = Process.GetCurrentProcess();
        private readonly nint _before;

        public Pin(int core)
        {
            if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows())
                return;
            _before = _process.ProcessorAffinity;
            _process.ProcessorAffinity = (nint)1 << core;
        }

        public void Dispose()
        {
            if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
                _process.ProcessorAffinity = _before;
            _process.Dispose();
        }
    }
}
