using System.Diagnostics;
using GanActors.Duel;
using GanActors.Meters;

namespace GanActors.Grains.Runs;

/// <summary>Asks a network again that did not answer in time. What became of the call is not known then; a network carries out each turn once, and all else can be asked twice.</summary>
internal static class Patience
{
    private const int Attempts = 5;

    /// <summary>The answer.</summary>
    /// <param name="question">Asks.</param>
    /// <param name="meter">Tells how that went; null if nobody wants to know.</param>
    /// <exception cref="TimeoutException">There was none, often enough.</exception>
    public static async Task<T> Ask<T>(Func<Task<T>> question, ExchangeMeter? meter = null)
    {
        using var span = meter?.Sent();
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                long sent = Stopwatch.GetTimestamp();
                var answer = await question();
                meter?.Answered(sent);
                return answer;
            }
            catch (TimeoutException) when (attempt < Attempts)
            {
                meter?.SentAgain();
            }
            catch (TurnRefusedException refusal)
            {
                meter?.Refused(refusal);
                throw;
            }
        }
    }
}
