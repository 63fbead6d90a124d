using GanActors.Grains.Runs;
using GanActors.Runs;

namespace GanActors.Grains.Tests;

/// <summary>What a run keeps of its course for its plots.</summary>
public sealed class CourseTests
{
    [Fact]
    public void Thinning_keeps_the_first_entry_and_equal_distances()
    {
        var thinned = new Thinned<int>(capacity: 16);
        for (int i = 0; i < 1000; i++)
        {
            thinned.Add(i);
            Assert.InRange(thinned.Kept.Count, 1, 15);
            Assert.Equal(0, thinned.Kept[0]);
            Assert.Single(thinned.Kept.Zip(thinned.Kept.Skip(1), (one, next) => next - one).Append(thinned.Kept.Count == 1 ? 1 : thinned.Kept[1]).Distinct());
        }

        Assert.InRange(thinned.Kept.Count, 7, 15);
    }

    [Fact]
    public void A_lazy_penalty_outlives_the_thinning_of_rows()
    {
        var course = new Course();
        for (int iteration = 1; iteration <= 200_000; iteration++)
            course.Keep(Row(iteration, penalty: iteration % 16 == 2 ? 0.5 : double.NaN));
        Assert.InRange(course.Rows.Count, 4_096, 8_192);
        Assert.InRange(course.Penalised.Count, 4_096, 8_192);
        Assert.Equal(200_000, course.Iteration);
    }

    [Fact]
    public void Every_step_is_counted_however_long_the_run()
    {
        var turns = new TurnCourse();
        const int iterations = 100_003;
        for (int iteration = 1; iteration <= iterations; iteration++)
            turns.Add(iteration, iteration % 3, iteration % 2);
        Assert.InRange(turns.Spans.Count, 2000, 4096);
        Assert.Equal(Enumerable.Range(1, iterations).Sum(i => i % 3), turns.Spans.Sum(span => span.DiscriminatorSteps));
        Assert.Equal(Enumerable.Range(1, iterations).Sum(i => i % 2), turns.Spans.Sum(span => span.GeneratorSteps));
        Assert.Equal((1, iterations), (turns.Spans[0].First, turns.Spans[^1].Last));
        Assert.All(turns.Spans.Zip(turns.Spans.Skip(1)), pair => Assert.Equal(pair.First.Last + 1, pair.Second.First));
        Assert.Equal((1, 96), (turns.First[0].First, turns.First[^1].First));
        Assert.Equal((iterations - 95, iterations), (turns.Last[0].First, turns.Last[^1].Last));
    }

    private static MetricsRow Row(long iteration, double penalty) => new(
        iteration, iteration, 0.1, 0.1, 0.1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.1, 0.1, penalty, 0.001, 0.001, 1, 1);
}
