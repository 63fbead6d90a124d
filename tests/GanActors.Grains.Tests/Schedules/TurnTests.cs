using GanActors.Duel;

namespace GanActors.Grains.Tests.Schedules;

public class TurnTests
{
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
}
