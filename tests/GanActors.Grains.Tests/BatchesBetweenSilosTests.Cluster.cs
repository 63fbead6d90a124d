using GanActors.Networks;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.Placement;

namespace GanActors.Grains.Tests;

/// <summary>Batches from grain to grain, on one silo and between two.</summary>
public sealed class BatchesBetweenSilosTests
{
    private static readonly Shape Item = new(3, 8, 8);

    [Fact]
    public async Task On_one_silo_a_batch_is_passed_by_reference()
    {
        await using var cluster = await GrainCluster.Start();
        Assert.Equal(new Relayed(SameObject: true, SameBits: true, Rounded: false), await Relay(cluster, NewBatch().Roundable(), elsewhere: false));
    }

    [Fact]
    public async Task Between_two_silos_a_batch_keeps_every_bit()
    {
        await using var cluster = await GrainCluster.Start();
        Assert.Equal(new Relayed(SameObject: false, SameBits: true, Rounded: false), await Relay(cluster, NewBatch().Roundable(), elsewhere: true));
    }

    [Fact]
    public async Task Between_two_silos_that_round_only_what_may_be_rounded_is()
    {
        await using var cluster = await Start(wire => wire.RoundBatches = true);
        Assert.Equal(new Relayed(SameObject: false, SameBits: false, Rounded: true), await Relay(cluster, NewBatch().Roundable(), elsewhere: true));
        Assert.Equal(new Relayed(SameObject: false, SameBits: true, Rounded: false), await Relay(cluster, NewBatch(), elsewhere: true));
        Assert.Equal(new Relayed(SameObject: true, SameBits: true, Rounded: false), await Relay(cluster, NewBatch().Roundable(), elsewhere: false));
    }

    [Fact]
    public async Task A_batch_over_the_limit_is_refused_before_it_is_sent_and_the_connection_lives_on()
    {
        await using var cluster = await Start(wire => wire.BatchBytes = 2 * Item.Size * sizeof(float));
        var large = await Assert.ThrowsAsync<BatchTooLargeException>(() => Relay(cluster, NewBatch(items: 3), elsewhere: true, echoes: 0));
        Assert.Contains("3 x [3, 8, 8] is 2304 bytes, and 1536 may be sent", large.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<BatchTooLargeException>(() => Relay(cluster, NewBatch(items: 2), elsewhere: true, echoes: 3));
        Assert.True((await Relay(cluster, NewBatch(items: 2), elsewhere: true)).SameBits);
    }

    private static Task<GrainCluster> Start(Action<WireOptions> configure) =>
        GrainCluster.Start(() => new Engines.Cpu.CpuDevice(1), services => services.Configure(configure));

    // The batch is made by the grain: between the test, a client, and the first silo there is a wire, too.
    private static Task<Relayed> Relay(GrainCluster cluster, Batch batch, bool elsewhere, int? echoes = null)
    {
        var silos = cluster.Addresses;
        RequestContext.Set(IPlacementDirector.PlacementHintKey, silos[0]);
        return cluster.Grains.GetGrain<IBatchRelayGrain>(Guid.NewGuid()).Relay(batch.Count, batch.MayRound, silos[elsewhere ? 1 : 0], echoes ?? batch.Count);
    }

    private static Batch NewBatch(int items = 2)
    {
        var values = new float[Item.Size * items];
        for (int at = 0; at < values.Length; at++)
            values[at] = MathF.Sin(at) / 3;
        return new Batch(Item, items, values);
    }

    /// <summary>What came back of a batch that was sent.</summary>
    [GenerateSerializer, Immutable]
    public sealed record Relayed(bool SameObject, bool SameBits, bool Rounded);

    /// <summary>Sends a batch to another grain and looks at what comes back.</summary>
    public interface IBatchRelayGrain : IGrainWithGuidKey
    {
        /// <summary>Sends so many items to a grain on a silo, which sends so many back.</summary>
        Task<Relayed> Relay(int items, bool mayRound, SiloAddress to, int echoes);
    }

    /// <summary>Sends batches back.</summary>
    public interface IBatchEchoGrain : IGrainWithGuidKey
    {
        /// <summary>The batch itself, or one of so many items.</summary>
        Task<Batch?> Echo(Batch batch, int items);
    }

    internal sealed class BatchRelayGrain : Grain, IBatchRelayGrain
    {
        public async Task<Relayed> Relay(int items, bool mayRound, SiloAddress to, int echoes)
        {
            var batch = mayRound ? NewBatch(items).Roundable() : NewBatch(items);
            RequestContext.Set(IPlacementDirector.PlacementHintKey, to);
            var back = await GrainFactory.GetGrain<IBatchEchoGrain>(Guid.NewGuid()).Echo(batch, echoes);
            if (back is null)
                return new Relayed(false, false, false);
            var (ours, theirs) = (batch.Values.ToArray(), back.Values.ToArray());
            bool sameBits = ours.AsSpan().SequenceEqual(theirs);
            return new Relayed(ReferenceEquals(batch, back), sameBits, !sameBits && ours.Zip(theirs).All(pair => MathF.Abs(pair.First - pair.Second) < 2e-4f));
        }
    }

    internal sealed class BatchEchoGrain : Grain, IBatchEchoGrain
    {
        public Task<Batch?> Echo(Batch batch, int items) => Task.FromResult(items == batch.Count ? batch : items == 0 ? null : NewBatch(items));
    }
}
