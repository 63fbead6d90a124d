using FsCheck;
using FsCheck.Fluent;
using GanActors.Duel;
using GanActors.Grains.Schedules;

namespace GanActors.Grains.Tests;

public class ScheduleTests
{
    private static readonly Arbitrary<(int K, int M)> Ratios =
        (from k in Gen.Choose(1, 9) from m in Gen.Choose(1, 9) select (k, m)).ToArbitrary();

    [Fact]
    public void Every_iteration_has_k_discriminator_turns_and_then_m_generator_turns() => Prop.ForAll(Ratios, ratio =>
    {
        var turns = Turns(ratio.K, ratio.M, count: 5 * (ratio.K + ratio.M));
        return turns.GroupBy(turn => turn.Iteration).All(iteration =>
            iteration.Take(ratio.K).All(turn => turn.Phase == Phase.Discriminator)
            && iteration.Skip(ratio.K).All(turn => turn.Phase == Phase.Generator)
            && iteration.Count() == ratio.K + ratio.M);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Turns_only_go_forward_and_leave_no_iteration_out() => Prop.ForAll(Ratios, ratio =>
    {
        var turns = Turns(ratio.K, ratio.M, count: 5 * (ratio.K + ratio.M));
        return turns.Zip(turns.Skip(1)).All(pair =>
            pair.First < pair.Second && pair.Second.Iteration - pair.First.Iteration is 0 or 1 && pair.First.Draw < pair.Second.Draw);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_next_turn_follows_from_the_turn_alone() => Prop.ForAll(Ratios, ratio =>
    {
        var schedule = new FixedSchedule(ratio.K, ratio.M);
        return Turns(ratio.K, ratio.M, count: 40).All(turn => schedule.Next(turn) == (schedule with { }).Next(turn));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_newer_incarnation_comes_after_every_turn_of_an_older_one()
    {
        var old = new Turn(new RunId("run"), 1, 1_000_000, Phase.Generator, 9);
        Assert.True(old < new Turn(new RunId("run"), 2, 0, Phase.Discriminator, 0));
    }

    [Fact]
    public void A_replayed_turn_draws_what_it_drew_in_an_older_incarnation()
    {
        var turn = new Turn(new RunId("run"), 1, 77, Phase.Generator, 2);
        Assert.Equal(turn.Draw, (turn with { Incarnation = 5 }).Draw);
    }

    private static List<Turn> Turns(int k, int m, int count)
    {
        var schedule = new FixedSchedule(k, m);
        var turns = new List<Turn> { schedule.First(new RunId("run"), 1, 0) };
        while (turns.Count < count)
            turns.Add(schedule.Next(turns[^1]));
        return turns;
    }
}
