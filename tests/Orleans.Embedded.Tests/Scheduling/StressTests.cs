using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Orleans.Embedded.Tests.Scheduling;

internal interface IStressGrain : IGrainWithIntegerKey
{
    /// <summary>Adds one, without a lock, over several turns.</summary>
    Task Add();

    Task<int> Sum();

    /// <summary>Calls the next grain, that the next, so many times.</summary>
    Task<int> Pass(int hops);

    Task AddAndMaybeEnd();
}

internal sealed class StressGrain(StressGrain.Tally tally) : Grain, IStressGrain
{
    private int _sum;
    private int _inside;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        tally.Enter(this.GetPrimaryKeyLong());
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        tally.Leave(this.GetPrimaryKeyLong());
        return Task.CompletedTask;
    }

    public async Task Add()
    {
        if (Interlocked.Increment(ref _inside) != 1) tally.Fail("two requests at once");
        var before = _sum;
        if (before % 3 == 0) await Task.Yield();
        _sum = before + 1;
        Interlocked.Decrement(ref _inside);
    }

    public Task<int> Sum() => Task.FromResult(_sum);

    public async Task<int> Pass(int hops) =>
        hops == 0 ? 0 : 1 + await GrainFactory.GetGrain<IStressGrain>(this.GetPrimaryKeyLong() + 1).Pass(hops - 1);

    public Task AddAndMaybeEnd()
    {
        tally.Count();
        if (++_sum % 5 == 0) DeactivateOnIdle();
        return Task.CompletedTask;
    }

    internal sealed class Tally
    {
        private readonly Dictionary<long, int> _active = [];
        private int _runs;
        private string? _failure;

        public int Runs => _runs;

        public string? Failure => _failure;

        public void Count() => Interlocked.Increment(ref _runs);

        public void Fail(string what) => _failure = what;

        public void Enter(long key)
        {
            lock (_active)
            {
                if ((_active[key] = _active.GetValueOrDefault(key) + 1) > 1) Fail($"two activations of {key} at once");
            }
        }

        public void Leave(long key)
        {
            lock (_active) _active[key]--;
        }
    }
}

/// <summary>The same rules under load, where lost wake-ups and races would show.</summary>
public class StressTests
{
    private readonly StressGrain.Tally _tally = new();

    [Fact]
    public async Task Many_callers_of_few_grains_lose_no_call_and_never_meet_inside()
    {
        await using var silo = Start();
        await Task.WhenAll(Enumerable.Range(0, 64).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < 500; i++) await silo.Grains.GetGrain<IStressGrain>((caller + i) % 4).Add();
        })));
        Assert.Null(_tally.Failure);
        var sums = await Task.WhenAll(Enumerable.Range(0, 4).Select(key => silo.Grains.GetGrain<IStressGrain>(key).Sum()));
        Assert.Equal(64 * 500, sums.Sum());
    }

    [Fact]
    public async Task A_flood_of_calls_that_nobody_waits_for_in_between_is_run_whole()
    {
        await using var silo = Start();
        var grain = silo.Grains.GetGrain<IStressGrain>(0);
        await Task.WhenAll(Enumerable.Range(0, 20_000).Select(_ => grain.Add()));
        Assert.Null(_tally.Failure);
        Assert.Equal(20_000, await grain.Sum());
    }

    [Fact]
    public async Task Chains_of_calls_through_many_grains_all_come_back()
    {
        await using var silo = Start();
        var hops = await Task.WhenAll(Enumerable.Range(0, 50).Select(chain => silo.Grains.GetGrain<IStressGrain>(1000 * chain).Pass(100)));
        Assert.All(hops, count => Assert.Equal(100, count));
    }

    // ActivationData.RerouteAllQueuedMessages: no call is lost or run twice when its activation ends under it.
    [Fact]
    public async Task Grains_that_keep_ending_themselves_run_every_call_once_and_never_have_two_activations()
    {
        await using var silo = Start();
        await Task.WhenAll(Enumerable.Range(0, 32).Select(caller => Task.Run(async () =>
        {
            var grains = Enumerable.Range(0, 3).Select(key => silo.Grains.GetGrain<IStressGrain>(key)).ToArray();
            for (var i = 0; i < 300; i++) await grains[(caller + i) % grains.Length].AddAndMaybeEnd();
        })));
        Assert.Null(_tally.Failure);
        Assert.Equal(32 * 300, _tally.Runs);
    }

    [Fact]
    public async Task Calls_racing_with_collection_all_run()
    {
        await using var silo = Start();
        var calling = Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < 1000; i++) await silo.Grains.GetGrain<IStressGrain>(i % 8).AddAndMaybeEnd();
        })));
        while (!calling.IsCompleted) silo.Clock.Advance(TimeSpan.FromSeconds(20));
        await calling;
        Assert.Null(_tally.Failure);
        Assert.Equal(8 * 1000, _tally.Runs);
    }

    private TestSilo Start() => new(builder => builder
        .Configure<SiloMessagingOptions>(options => options.ResponseTimeout = Timeout.InfiniteTimeSpan)
        .Configure<GrainCollectionOptions>(options =>
        {
            // The clock of one test rushes, and an activation in it is not to be given up for that.
            options.CollectionAge = TimeSpan.FromMinutes(1);
            options.ActivationTimeout = options.DeactivationTimeout = Timeout.InfiniteTimeSpan;
        })
        .Services.AddSingleton(_tally));
}
