using System.Collections.Immutable;

namespace GanActors.Populations.Schedules;

/// <summary>
/// The brackets of Hyperband, Algorithm 1 of Li et al. (2018): bracket s of s_max to 0 begins with n = ceil((s_max + 1) eta^s / (s + 1))
/// configurations at R eta^-s iterations. A budget of more trials than one round of these has begins another; what does not fill a round is
/// shared out among its brackets in proportion, so that the slow starters keep their chance in a small budget, too: by largest remainders,
/// of equals to the bracket of the fewest rungs.
/// </summary>
/// <param name="Eta">One of so many goes on.</param>
/// <param name="Least">Iterations of the first rung, at least.</param>
/// <param name="Iterations">R: those of the last.</param>
internal sealed record HyperbandPlan(int Eta, long Least, long Iterations) : BracketPlan
{
    /// <summary>One round, as in the paper's table.</summary>
    public ImmutableArray<(long Size, ImmutableArray<long> Rungs)> Round()
    {
        // Whole numbers throughout: a logarithm may be a last bit short of one.
        int widest = 0;
        for (long iterations = Iterations / Eta; iterations >= Least; iterations /= Eta)
            widest++;
        var round = ImmutableArray.CreateBuilder<(long, ImmutableArray<long>)>();
        for (int s = widest; s >= 0; s--)
        {
            long wide = (widest + 1) * Power(s);
            round.Add(((wide + s) / (s + 1), [.. Enumerable.Range(0, s + 1).Select(rung => Iterations / Power(s - rung))]));
        }

        return round.ToImmutable();
    }

    /// <inheritdoc/>
    public override ImmutableArray<Bracket> Of(int trials, int first = 0)
    {
        var round = Round();
        var brackets = ImmutableArray.CreateBuilder<Bracket>();
        for (long left = trials; left > 0; left -= round.Sum(bracket => bracket.Size))
        {
            foreach (var ((_, rungs), size) in round.Zip(Shared(round, left)))
            {
                if (size == 0)
                    continue;
                brackets.Add(new Bracket(first, size, rungs));
                first += size;
            }
        }

        return brackets.ToImmutable();
    }

    private static int[] Shared(ImmutableArray<(long Size, ImmutableArray<long> Rungs)> round, long trials)
    {
        long all = round.Sum(bracket => bracket.Size);
        if (trials >= all)
            return [.. round.Select(bracket => (int)bracket.Size)];
        int[] sizes = [.. round.Select(bracket => (int)((Int128)bracket.Size * trials / all))];
        foreach (int bracket in Enumerable.Range(0, sizes.Length)
            .OrderByDescending(i => (Int128)round[i].Size * trials % all).ThenByDescending(i => i).Take((int)trials - sizes.Sum()))
        {
            sizes[bracket]++;
        }

        return sizes;
    }

    private long Power(int exponent)
    {
        long power = 1;
        for (; exponent > 0; exponent--)
            power = checked(power * Eta);
        return power;
    }
}
