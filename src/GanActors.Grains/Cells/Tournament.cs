using GanActors.Randomness;

namespace GanActors.Grains.Cells;

/// <summary>Selection: some members are drawn without replacement, and the fittest of them wins.</summary>
internal static class Tournament
{
    /// <summary>The winner's number.</summary>
    /// <param name="fitness">Of every member; less is fitter, and what is no number is least fit.</param>
    /// <param name="size">How many meet; the first member wins if nobody meets it.</param>
    /// <param name="stream">Draws them.</param>
    public static int Winner(ReadOnlySpan<double> fitness, int size, RandomStream stream)
    {
        if (size <= 1 || fitness.Length == 1)
            return 0;
        var order = new KeyedPermutation(stream, fitness.Length);
        int winner = order[0];
        for (int place = 1; place < Math.Min(size, fitness.Length); place++)
        {
            int rival = order[place];
            if (fitness[rival] < fitness[winner] || (double.IsNaN(fitness[winner]) && !double.IsNaN(fitness[rival])))
                winner = rival;
        }

        return winner;
    }
}
