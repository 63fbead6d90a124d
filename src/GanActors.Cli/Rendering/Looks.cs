using System.Runtime.CompilerServices;
using GanActors.Cli.Training;

namespace GanActors.Cli.Rendering;

/// <summary>Looks at something again and again until it has ended, and passes the user's wish to stop on to it once.</summary>
/// <param name="clock">Paces the looks.</param>
internal sealed class Looks(TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>One answer a look; the last one is of what has ended.</summary>
    /// <param name="look">Asks how it stands.</param>
    /// <param name="hasEnded">Whether an answer is the last.</param>
    /// <param name="askToStop">Asks it to stop; its own end is still waited for.</param>
    /// <param name="stop">The user wants it to stop.</param>
    public async IAsyncEnumerable<T> At<T>(Func<Task<T>> look, Predicate<T> hasEnded, Func<Task> askToStop, [EnumeratorCancellation] CancellationToken stop)
    {
        bool asked = false;
        while (true)
        {
            if (stop.IsCancellationRequested && !asked)
            {
                asked = true;
                await askToStop();
            }

            var answer = await LostSilo.Outlive(look, clock);
            yield return answer;
            if (hasEnded(answer))
                yield break;
            try
            {
                await Task.Delay(Interval, clock, asked ? CancellationToken.None : stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
            }
        }
    }
}
