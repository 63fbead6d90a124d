using GanActors.Duel;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Grains.Tests;

/// <summary>What a network does with turns, whoever sends them.</summary>
public class TurnProtocolTests(TurnProtocolTests.SharedCluster shared) : IClassFixture<TurnProtocolTests.SharedCluster>
{
    private static readonly Shape Point = new(2);

    [Fact]
    public async Task A_frozen_generator_refuses_to_learn()
    {
        var duel = await Prepare();
        var turn = duel.Turn(0, Phase.Discriminator);
        var fakes = await duel.Generator.Forge(turn);
        string before = await duel.Generator.Digest();
        await Assert.ThrowsAsync<FrozenNetworkException>(() => duel.Generator.Learn(turn, new GradientFeedback(turn, fakes.Images)));
        Assert.Equal(before, await duel.Generator.Digest());
    }

    [Fact]
    public async Task A_frozen_discriminator_refuses_to_study()
    {
        var duel = await Prepare();
        var turn = duel.Turn(0, Phase.Generator);
        var fakes = await duel.Generator.Forge(turn);
        string before = await duel.Discriminator.Digest();
        await Assert.ThrowsAsync<FrozenNetworkException>(() => duel.Discriminator.Study(turn, fakes));
        Assert.Equal(before, await duel.Discriminator.Digest());
    }

    [Fact]
    public async Task Forging_for_the_discriminator_leaves_the_generator_as_it_was()
    {
        var duel = await Prepare();
        string before = await duel.Generator.Digest();
        await duel.Generator.Forge(duel.Turn(0, Phase.Discriminator));
        Assert.Equal(before, await duel.Generator.Digest());
    }

    [Fact]
    public async Task Judging_leaves_the_discriminator_as_it_was()
    {
        var duel = await Prepare();
        await duel.Study(0);
        string before = await duel.Discriminator.Digest();
        var turn = duel.Turn(0, Phase.Generator);
        await duel.Discriminator.Judge(turn, await duel.Generator.Forge(turn));
        Assert.Equal(before, await duel.Discriminator.Digest());
    }

    [Theory]
    [InlineData(StudyKind.Combined)]
    [InlineData(StudyKind.Separate)]
    [InlineData(StudyKind.Shuffled)]
    public async Task A_discriminator_that_looks_on_sees_what_it_would_study_and_stays_as_it_was(StudyKind study)
    {
        var (looking, studying) = (await Prepare(new ScheduleSpec(Study: study)), await Prepare(new ScheduleSpec(Study: study)));
        string before = await looking.Discriminator.Digest();
        var turn = looking.Turn(0, Phase.Discriminator);
        var seen = await looking.Discriminator.Assess(turn, await looking.Generator.Forge(turn));
        turn = studying.Turn(0, Phase.Discriminator);
        var studied = await studying.Discriminator.Study(turn, await studying.Generator.Forge(turn));
        Assert.Equal(before, await looking.Discriminator.Digest());
        Assert.Equal((studied.Real, studied.RealBatches), (seen.Real, seen.RealBatches));
        // A separate study meets the fakes with weights that the real items have moved.
        Assert.Equal(study != StudyKind.Separate, studied.Fake == seen.Fake);
        Assert.True(double.IsNaN(seen.GradientNorm) && double.IsNaN(seen.LearningRate) && double.IsNaN(seen.Penalty));
        Assert.True(studied.Learned && !seen.Learned);
    }

    [Fact]
    public async Task Looking_on_is_answered_from_memory_and_draws_one_batch()
    {
        var duel = await Prepare();
        var turn = duel.Turn(0, Phase.Discriminator);
        var fakes = await duel.Generator.Forge(turn);
        var first = await duel.Discriminator.Assess(turn, fakes);
        Assert.Equal(first, await duel.Discriminator.Assess(turn, fakes));
        Assert.Equal(1, first.RealBatches);
        turn = duel.Turn(1, Phase.Discriminator);
        Assert.Equal(2, (await duel.Discriminator.Study(turn, await duel.Generator.Forge(turn))).RealBatches);
        await Assert.ThrowsAsync<StaleTurnException>(() => duel.Discriminator.Assess(duel.Turn(0, Phase.Discriminator), fakes));
    }

    [Fact]
    public async Task A_turn_is_studied_or_looked_on_in_and_never_both()
    {
        var duel = await Prepare();
        var turn = duel.Turn(0, Phase.Discriminator);
        var fakes = await duel.Generator.Forge(turn);
        await duel.Discriminator.Assess(turn, fakes);
        string before = await duel.Discriminator.Digest();
        await Assert.ThrowsAsync<TurnRefusedException>(() => duel.Discriminator.Study(turn, fakes));
        Assert.Equal(before, await duel.Discriminator.Digest());

        turn = duel.Turn(1, Phase.Discriminator);
        fakes = await duel.Generator.Forge(turn);
        await duel.Discriminator.Study(turn, fakes);
        await Assert.ThrowsAsync<TurnRefusedException>(() => duel.Discriminator.Assess(turn, fakes));
    }

    [Fact]
    public async Task A_discriminator_looks_on_in_its_own_phase_only()
    {
        var duel = await Prepare();
        var turn = duel.Turn(0, Phase.Generator);
        var fakes = await duel.Generator.Forge(turn);
        await Assert.ThrowsAsync<TurnRefusedException>(() => duel.Discriminator.Assess(turn, fakes));
        var own = duel.Turn(0, Phase.Discriminator);
        await Assert.ThrowsAsync<TurnRefusedException>(() => duel.Discriminator.Assess(own, null));
    }

    [Fact]
    public async Task A_network_that_missed_the_turn_before_refuses_the_next()
    {
        var duel = await Prepare();
        var turn = duel.Turn(0, Phase.Discriminator);
        var fakes = await duel.Generator.Forge(turn);
        await Assert.ThrowsAsync<NetworkNotReadyException>(() => duel.Discriminator.Study(turn with { SubStep = 1 }, fakes));
        await Assert.ThrowsAsync<NetworkNotReadyException>(() => duel.Discriminator.Assess(turn with { SubStep = 1 }, fakes));
        await Assert.ThrowsAsync<NetworkNotReadyException>(() => duel.Discriminator.Judge(turn with { Phase = Phase.Generator }, fakes));
        await Assert.ThrowsAsync<NetworkNotReadyException>(() => duel.Generator.Forge(turn with { Phase = Phase.Generator, SubStep = 1 }));
        await Assert.ThrowsAsync<NetworkNotReadyException>(() => duel.Generator.Forge(turn with { Iteration = 2 }));
    }

    [Fact]
    public async Task A_discriminator_does_not_judge_in_its_own_phase()
    {
        var duel = await Prepare();
        var turn = duel.Turn(0, Phase.Discriminator);
        var fakes = await duel.Generator.Forge(turn);
        await Assert.ThrowsAsync<TurnRefusedException>(() => duel.Discriminator.Judge(turn, fakes));
    }

    [Fact]
    public async Task Studying_and_learning_move_weights()
    {
        var duel = await Prepare();
        string discriminator = await duel.Discriminator.Digest(), generator = await duel.Generator.Digest();
        await duel.PlayIteration(0);
        Assert.NotEqual(discriminator, await duel.Discriminator.Digest());
        Assert.NotEqual(generator, await duel.Generator.Digest());
    }

    [Fact]
    public async Task A_repeated_study_is_answered_and_not_applied_twice()
    {
        var duel = await Prepare();
        var turn = duel.Turn(0, Phase.Discriminator);
        var fakes = await duel.Generator.Forge(turn);
        var first = await duel.Discriminator.Study(turn, fakes);
        string after = await duel.Discriminator.Digest();
        Assert.Equal(first, await duel.Discriminator.Study(turn, fakes));
        Assert.Equal(after, await duel.Discriminator.Digest());
        Assert.Equal(1, first.RealBatches);
    }

    [Fact]
    public async Task A_repeated_learn_is_answered_and_not_applied_twice()
    {
        var duel = await Prepare();
        await duel.Study(0);
        var turn = duel.Turn(0, Phase.Generator);
        var judgement = await duel.Discriminator.Judge(turn, await duel.Generator.Forge(turn));
        var first = await duel.Generator.Learn(turn, judgement.Feedback);
        string after = await duel.Generator.Digest();
        Assert.Equal(first, await duel.Generator.Learn(turn, judgement.Feedback));
        Assert.Equal(after, await duel.Generator.Digest());
        Assert.Equal(1, first.Step);
    }

    [Fact]
    public async Task A_repeated_forge_gives_the_same_images_and_keeps_the_tape()
    {
        var duel = await Prepare();
        await duel.Study(0);
        var turn = duel.Turn(0, Phase.Generator);
        float[] first = (await duel.Generator.Forge(turn)).Images.Values.ToArray();
        var again = await duel.Generator.Forge(turn);
        Assert.Equal(first, again.Images.Values.ToArray());
        var judgement = await duel.Discriminator.Judge(turn, again);
        Assert.Equal(turn, (await duel.Generator.Learn(turn, judgement.Feedback)).Turn);
    }

    [Fact]
    public async Task A_repeated_judgement_is_answered_from_memory()
    {
        var duel = await Prepare();
        await duel.Study(0);
        var turn = duel.Turn(0, Phase.Generator);
        var fakes = await duel.Generator.Forge(turn);
        var first = await duel.Discriminator.Judge(turn, fakes);
        var again = await duel.Discriminator.Judge(turn, fakes);
        Assert.Equal(first.GeneratorLoss, again.GeneratorLoss);
        Assert.Equal(first.Feedback.Gradient.Values.ToArray(), again.Feedback.Gradient.Values.ToArray());
    }

    [Fact]
    public async Task A_turn_older_than_the_last_one_is_refused()
    {
        var duel = await Prepare();
        await duel.PlayIteration(0);
        await duel.PlayIteration(1);
        var old = duel.Turn(0, Phase.Discriminator);
        await Assert.ThrowsAsync<StaleTurnException>(() => duel.Generator.Forge(old));
        await Assert.ThrowsAsync<StaleTurnException>(() => duel.Discriminator.Study(old, null));
    }

    [Fact]
    public async Task A_turn_of_an_older_incarnation_is_refused()
    {
        var duel = await Prepare();
        var newer = new NetworkOrder(duel.Run, 2, duel.Recipe);
        await duel.Generator.Prepare(newer, Point, []);
        await duel.Discriminator.Prepare(newer);
        var old = duel.Turn(9, Phase.Discriminator);
        await Assert.ThrowsAsync<StaleTurnException>(() => duel.Generator.Forge(old));
        await Assert.ThrowsAsync<StaleTurnException>(() => duel.Discriminator.Study(old, null));
        await Assert.ThrowsAsync<StaleTurnException>(() => duel.Generator.Prepare(new NetworkOrder(duel.Run, 1, duel.Recipe), Point, []));
    }

    [Fact]
    public async Task A_turn_of_an_incarnation_not_set_up_is_refused()
    {
        var duel = await Prepare();
        await Assert.ThrowsAsync<NetworkNotReadyException>(() => duel.Generator.Forge(duel.Turn(0, Phase.Discriminator) with { Incarnation = 2 }));
    }

    [Fact]
    public async Task A_network_that_is_not_set_up_refuses_every_turn()
    {
        var run = GrainCluster.NewRun();
        var turn = new Turn(run, 1, 0, Phase.Discriminator, 0);
        await Assert.ThrowsAsync<NetworkNotReadyException>(() => shared.Cluster.Grains.GetGrain<IGeneratorGrain>(run.Value).Forge(turn));
        await Assert.ThrowsAsync<NetworkNotReadyException>(() => shared.Cluster.Grains.GetGrain<IDiscriminatorGrain>(run.Value).Study(turn, null));
    }

    [Fact]
    public async Task Learning_needs_the_turn_that_is_on_the_tape()
    {
        var duel = await Prepare();
        await duel.Study(0);
        var turn = duel.Turn(0, Phase.Generator);
        var judgement = await duel.Discriminator.Judge(turn, await duel.Generator.Forge(turn));
        var later = duel.Turn(1, Phase.Generator);
        await Assert.ThrowsAsync<StaleTurnException>(() => duel.Generator.Learn(later, judgement.Feedback with { Turn = later }));
        await Assert.ThrowsAsync<StaleTurnException>(() => duel.Generator.Learn(turn, judgement.Feedback with { Turn = later }));
    }

    [Fact]
    public async Task Fakes_of_another_run_or_iteration_are_refused()
    {
        var duel = await Prepare();
        await duel.PlayIteration(0);
        var turn = duel.Turn(1, Phase.Discriminator);
        var fakes = await duel.Generator.Forge(turn);
        await Assert.ThrowsAsync<StaleTurnException>(() => duel.Discriminator.Study(turn, fakes with { Turn = turn with { Iteration = 0 } }));
        await Assert.ThrowsAsync<StaleTurnException>(() => duel.Discriminator.Study(turn, fakes with { Turn = turn with { Run = new RunId("other") } }));
    }

    [Fact]
    public async Task Fakes_of_another_shape_are_refused()
    {
        var duel = await Prepare();
        var turn = duel.Turn(0, Phase.Discriminator);
        var wrong = new FakeBatch(turn, new Batch(new Shape(3), 16, new float[48]));
        await Assert.ThrowsAsync<TurnRefusedException>(() => duel.Discriminator.Study(turn, wrong));
    }

    [Fact]
    public async Task Preparing_again_changes_nothing_and_a_new_incarnation_starts_afresh()
    {
        var duel = await Prepare();
        string fresh = await duel.Generator.Digest();
        await duel.PlayIteration(0);
        string trained = await duel.Generator.Digest();
        await duel.Generator.Prepare(new NetworkOrder(duel.Run, 1, duel.Recipe), Point, []);
        Assert.Equal(trained, await duel.Generator.Digest());
        await duel.Generator.Prepare(new NetworkOrder(duel.Run, 2, duel.Recipe), Point, []);
        Assert.Equal(fresh, await duel.Generator.Digest());
    }

    [Fact]
    public async Task A_released_network_refuses_turns()
    {
        var duel = await Prepare();
        await duel.Generator.Release();
        await Assert.ThrowsAsync<NetworkNotReadyException>(() => duel.Generator.Forge(duel.Turn(0, Phase.Discriminator)));
    }

    [Theory]
    [InlineData(StudyKind.Combined)]
    [InlineData(StudyKind.Separate)]
    [InlineData(StudyKind.Shuffled)]
    public async Task Every_way_to_study_but_the_switch_sees_both_sides(StudyKind study)
    {
        var duel = await Prepare(new ScheduleSpec(Study: study));
        var turn = duel.Turn(0, Phase.Discriminator);
        var verdict = await duel.Discriminator.Study(turn, await duel.Generator.Forge(turn));
        Assert.NotNull(verdict.Real);
        Assert.NotNull(verdict.Fake);
        Assert.InRange(verdict.Real.Loss, 0.2, 2);
        Assert.True(verdict.GradientNorm > 0);
        var next = duel.Turn(1, Phase.Discriminator);
        await Assert.ThrowsAsync<TurnRefusedException>(() => duel.Discriminator.Study(next, null));
    }

    [Fact]
    public async Task The_switch_feeds_real_items_in_even_iterations_and_fakes_in_odd_ones()
    {
        var duel = await Prepare(new ScheduleSpec(Study: StudyKind.Switched));
        var even = await duel.Discriminator.Study(duel.Turn(0, Phase.Discriminator), null);
        Assert.NotNull(even.Real);
        Assert.Null(even.Fake);
        await duel.Generator.Forge(duel.Turn(0, Phase.Generator));
        var turn = duel.Turn(1, Phase.Discriminator);
        var odd = await duel.Discriminator.Study(turn, await duel.Generator.Forge(turn));
        Assert.Null(odd.Real);
        Assert.NotNull(odd.Fake);
        Assert.Equal(1, odd.RealBatches);
    }

    private Task<TinyDuel> Prepare(ScheduleSpec? schedule = null) => TinyDuel.Prepare(shared.Cluster, TinyRecipes.Ring(schedule), Point);

    /// <summary>One cluster for all tests of the class.</summary>
    public sealed class SharedCluster : IAsyncLifetime
    {
        public GrainCluster Cluster { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Cluster = await GrainCluster.Start();

        public ValueTask DisposeAsync() => Cluster.DisposeAsync();
    }
}
