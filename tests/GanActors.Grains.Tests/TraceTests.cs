using System.Collections.Concurrent;
using System.Diagnostics;
using GanActors.Meters;
using GanActors.Networks;

namespace GanActors.Grains.Tests;

public sealed class TraceTests
{
    [Fact]
    public async Task An_iteration_that_is_followed_is_one_tree_of_spans_through_both_networks()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = Follow(ActivitySamplingResult.AllDataAndRecorded, spans);
        await using var cluster = await GrainCluster.Start();
        var duel = await TinyDuel.Prepare(cluster, TinyRecipes.Digits(), new Shape(1, 28, 28));

        await duel.Round().Play(0, batchesPerEpoch: 16);

        var root = Assert.Single(spans, span => span.OperationName == "iteration" && Equals(span.GetTagItem("ganactors.run"), duel.Run.Value));
        Assert.Equal(1L, root.GetTagItem("ganactors.iteration"));
        var commands = Within(root);
        Assert.Equal(["forge", "study", "forge", "judge", "learn"], commands.Select(span => span.OperationName));
        foreach (var command in commands)
        {
            Assert.Equal(ActivityKind.Client, command.Kind);
            var network = Assert.Single(Within(command));
            Assert.Equal((command.OperationName, ActivityKind.Server), (network.OperationName, network.Kind));
            Assert.Equal(duel.Run.Value, network.GetTagItem("ganactors.run"));
            Assert.Equal("step", Assert.Single(Within(network)).OperationName);
        }

        List<Activity> Within(Activity parent) => [.. spans.Where(span => span.TraceId == parent.TraceId && span.ParentSpanId == parent.SpanId).OrderBy(span => span.StartTimeUtc)];
    }

    [Fact]
    public async Task Of_an_iteration_that_is_not_recorded_there_is_no_span()
    {
        var spans = new ConcurrentQueue<Activity>();
        await using var cluster = await GrainCluster.Start();
        var duel = await TinyDuel.Prepare(cluster, TinyRecipes.Digits(), new Shape(1, 28, 28));
        using var listener = Follow(ActivitySamplingResult.PropagationData, spans);

        await duel.Round().Play(0, batchesPerEpoch: 16);

        Assert.DoesNotContain(spans, span => span.Recorded);
        Assert.DoesNotContain(spans, span => span.OperationName != "iteration");
    }

    private static ActivityListener Follow(ActivitySamplingResult sampling, ConcurrentQueue<Activity> spans)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == DuelTrace.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => sampling,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
