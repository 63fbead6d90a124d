using GanActors.Cells;
using GanActors.Grains.Cells;
using GanActors.Randomness;

namespace GanActors.Grains.Tests.Cells;

/// <summary>The steps of a cell's evolution, each a pure function of its draws.</summary>
public sealed class EvolutionTests
{
    [Fact]
    public void Of_two_that_meet_the_fitter_wins()
    {
        double[] fitness = [3, 1, 2, double.NaN, 5];
        int[] wins = new int[fitness.Length];
        for (ulong draw = 0; draw < 20_000; draw++)
            wins[Tournament.Winner(fitness, 2, new RandomStream(7, StreamPurpose.Tournament, 0, draw))]++;
        // Of the ten pairs, the fittest is in four and wins all; the second wins three, and so on. Who is no number never wins.
        int[] pairs = [2, 4, 3, 0, 1];
        for (int i = 0; i < wins.Length; i++)
            Assert.InRange(wins[i], (pairs[i] * 2_000) - 200, (pairs[i] * 2_000) + 200);
    }

    [Fact]
    public void A_tournament_of_all_is_won_by_the_fittest_and_one_of_one_by_the_cell_itself()
    {
        double[] fitness = [3, 1, 2];
        for (ulong draw = 0; draw < 50; draw++)
        {
            var stream = new RandomStream(7, StreamPurpose.Tournament, 0, draw);
            Assert.Equal(1, Tournament.Winner(fitness, 9, stream));
            Assert.Equal(0, Tournament.Winner(fitness, 1, stream));
        }
    }

    [Fact]
    public void Learning_rates_move_half_the_time_by_the_published_numbers_and_never_below_nothing()
    {
        var spec = new MutationSpec(Probability: 0.5f, Scale: 0.1f);
        const float usual = 2e-4f;
        var moves = new List<double>();
        int draws = 20_000;
        for (int draw = 0; draw < draws; draw++)
        {
            float moved = LearningRateMutation.Of(spec, 1f, usual, new RandomStream(3, StreamPurpose.Mutation, 0, (ulong)draw));
            if (moved != 1f)
                moves.Add(moved - 1.0);
            Assert.True(LearningRateMutation.Of(spec with { Scale = 10 }, usual, usual, new RandomStream(3, StreamPurpose.Mutation, 0, (ulong)draw)) >= 0);
        }

        Assert.InRange(moves.Count / (double)draws, 0.48, 0.52);
        double mean = moves.Average(), deviation = Math.Sqrt(moves.Average(move => (move - mean) * (move - mean)));
        // Scale times N(-lr/10, lr); a float near 1 has steps of 1.2e-7.
        Assert.InRange(mean, -2.8e-6, -1.2e-6);
        Assert.InRange(deviation, 1.94e-5, 2.06e-5);
        Assert.Equal(1f, LearningRateMutation.Of(null, 1f, usual, new RandomStream(3, StreamPurpose.Mutation, 0, 0)));
    }

    [Fact]
    public void A_search_finds_the_best_weights_of_a_bowl_and_never_leaves_the_simplex()
    {
        double[] best = [0.7, 0.3, 0];
        double Distance(double[] weights)
        {
            Assert.Equal(1, weights.Sum(), 1e-12);
            Assert.All(weights, weight => Assert.True(weight >= 0));
            return weights.Zip(best, (weight, wanted) => (weight - wanted) * (weight - wanted)).Sum();
        }

        double[] found = MixtureSearch.From(new MixtureSpec(Generations: 2_000), [1 / 3.0, 1 / 3.0, 1 / 3.0], Distance, seed: 1, epoch: 4);
        Assert.InRange(Distance(found), 0, 1e-4);
        Assert.Equal(found, MixtureSearch.From(new MixtureSpec(Generations: 2_000), [1 / 3.0, 1 / 3.0, 1 / 3.0], Distance, seed: 1, epoch: 4));
    }

    [Fact]
    public void Members_have_seeds_of_their_own_and_the_first_has_the_groups()
    {
        Assert.Equal(5UL, MemberSeeds.Of(5, 0));
        Assert.Equal(1024, Enumerable.Range(0, 1024).Select(index => MemberSeeds.Of(5, index)).Distinct().Count());
        Assert.Empty(Enumerable.Range(1, 100).Select(index => MemberSeeds.Of(5, index)).Intersect(Enumerable.Range(1, 100).Select(index => MemberSeeds.Of(6, index))));
    }
}
