namespace GanActors.Grains.Runs;

/// <summary>Asks a network again that did not answer in time. What became of the call is not known then; a network carries out each turn once, and all else can be asked twice.</summary>
internal static class Patience
{
    private const int Attempts = 5;

    /// <summary>The answer.</summary>
    /// <exception cref="TimeoutException">There was none, often enough.</exception>
    public static async Task<T> Ask<T>(Func<Task<T>> question)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await question();
            }
            catch (TimeoutException) when (attempt < Attempts)
            {
                // The next attempt.
            }
        }
    }
}
