namespace GanActors.Cli.Training;

/// <summary>A silo that is lost while a cluster is looked at: its grains come back on others, and the look is taken again.</summary>
internal static class LostSilo
{
    /// <summary>Longer than a cluster takes to find out that a silo is gone, and to bring a run back from its checkpoint.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>The answer, asked for again as long as silos and connections fail.</summary>
    /// <param name="ask">Must be safe to ask twice.</param>
    /// <param name="clock">Paces the asking.</param>
    public static async Task<T> Outlive<T>(Func<Task<T>> ask, TimeProvider clock)
    {
        for (long began = clock.GetTimestamp(); ;)
        {
            try
            {
                return await ask();
            }
            catch (Exception fault) when (fault is OrleansException or TimeoutException && clock.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(Pause, clock);
            }
        }
    }
}
