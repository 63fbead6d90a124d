using System.Diagnostics;

namespace GanActors.Benchmarks;

/// <summary>
/// Small duels as a sweep runs them: each on a device of one thread, as many workers as cores, each of which goes round its duels and
/// stays some iterations with each. Against one duel alone on one thread.
/// </summary>
internal static class ManyDuels
{
    private const int Warmup = 100;

    /// <summary>Iterations a second of one duel alone and of all together; medians of rounds in turns.</summary>
    public static (double Alone, double Together) Measure(Work work, int duels, int turn, double seconds, int rounds)
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
            double[] alone = new double[rounds], together = new double[rounds];
            for (int round = 0; round < rounds; round++)
            {
                alone[round] = Rate(gans[..1], 1, turn, seconds);
                together[round] = Rate(gans, Math.Min(duels, Environment.ProcessorCount), turn, seconds);
            }

            Array.Sort(alone);
            Array.Sort(together);
            return (alone[rounds / 2], together[rounds / 2]);
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
}
