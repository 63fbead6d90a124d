using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded.Tests.Persistence;

/// <summary>docs/site/src/content/docs/grains/grain-persistence/index.md and src/Orleans.Runtime/Storage/StateStorageBridge.cs.</summary>
public sealed class PersistentStateTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("books").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task State_that_was_written_survives_the_silo_and_is_there_before_OnActivateAsync()
    {
        await using (var silo = OnDisk())
        {
            var grain = silo.Grains.GetGrain<ILedgerGrain>("a");
            Assert.Equal("False False", await grain.Record());
            await grain.Add("rent", 7);
            await grain.AddUnwritten(100);
            Assert.Equal("True True", await grain.Record());
        }

        await using var restarted = OnDisk();
        Assert.Equal(7, await restarted.Grains.GetGrain<ILedgerGrain>("a").TotalAtActivation());
        Assert.Equal(0, await restarted.Grains.GetGrain<ILedgerGrain>("b").TotalAtActivation());
    }

    [Fact]
    public async Task Reading_again_drops_what_was_not_written()
    {
        await using var silo = InMemory();
        var grain = silo.Grains.GetGrain<ILedgerGrain>("a");
        await grain.Add("rent", 7);
        await grain.AddUnwritten(100);
        Assert.Equal(107, await grain.Total());
        await grain.Reread();
        Assert.Equal(7, await grain.Total());
    }

    [Fact]
    public async Task Clearing_deletes_the_record_and_leaves_a_new_state_that_can_be_written()
    {
        await using (var silo = OnDisk())
        {
            var grain = silo.Grains.GetGrain<ILedgerGrain>("a");
            await grain.Add("rent", 7);
            await grain.Clear();
            Assert.Equal(0, await grain.Total());
            Assert.Equal("False False", await grain.Record());
            Assert.Empty(Directory.GetFiles(_directory, "*.json", SearchOption.AllDirectories));
            await grain.Add("food", 3);
        }

        await using var restarted = OnDisk();
        Assert.Equal(3, await restarted.Grains.GetGrain<ILedgerGrain>("a").Total());
    }

    // docs/site/src/content/docs/grains/grain-persistence/index.md, "Failure semantics"; InsideRuntimeClient.Invoke deactivates
    // an activation that lets an InconsistentStateException escape.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Writing_over_somebody_elses_write_is_refused_and_ends_the_stale_activation(bool onDisk)
    {
        await using var silo = onDisk ? OnDisk() : InMemory();
        var grain = silo.Grains.GetGrain<ILedgerGrain>("a");
        await grain.Add("rent", 7);
        var stale = await grain.Activation();

        var storage = silo.Silo.Services.GetRequiredKeyedService<IGrainStorage>("books");
        var elsewhere = new GrainState<Ledger>();
        await storage.ReadStateAsync("ledger", GrainId.Create("ledger", "a"), elsewhere);
        elsewhere.State!.Total = 1000;
        await storage.WriteStateAsync("ledger", GrainId.Create("ledger", "a"), elsewhere);

        var error = await Assert.ThrowsAsync<InconsistentStateException>(() => grain.Add("food", 3));
        Assert.Equal(elsewhere.ETag, error.StoredEtag);
        Assert.NotEqual(error.StoredEtag, error.CurrentEtag);
        Assert.Equal(1000, await grain.Total());
        Assert.NotEqual(stale, await grain.Activation());
        await grain.Add("food", 3);
    }

    [Fact]
    public async Task Two_first_writes_cannot_both_win()
    {
        var storage = new MemoryGrainStorage();
        var id = GrainId.Create("ledger", "a");
        await storage.WriteStateAsync("ledger", id, new GrainState<Ledger>(new Ledger()));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("ledger", id, new GrainState<Ledger>(new Ledger())));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.ClearStateAsync("ledger", id, new GrainState<Ledger>(new Ledger(), "other")));
    }

    // StateStorageBridge.WriteStateInternalAsync: writes that have yet to begin are one.
    [Fact]
    public async Task Writes_asked_for_at_once_are_one_write()
    {
        var storage = new CountingStorage();
        await using var silo = new TestSilo(builder => builder.Services.AddKeyedSingleton<IGrainStorage>("books", storage));
        await silo.Grains.GetGrain<ILedgerGrain>("a").WriteTwiceAtOnce();
        Assert.Equal(1, storage.Writes);
    }

    // StateStorageBridge.OnError: what is no OrleansException is wrapped in one.
    [Fact]
    public async Task An_error_of_the_storage_arrives_with_its_cause()
    {
        var storage = new CountingStorage { Failure = new IOException("disk full") };
        await using var silo = new TestSilo(builder => builder.Services.AddKeyedSingleton<IGrainStorage>("books", storage));
        var grain = silo.Grains.GetGrain<ILedgerGrain>("a");
        var error = await Assert.ThrowsAsync<OrleansException>(() => grain.Add("rent", 7));
        Assert.IsType<IOException>(error.InnerException);
        Assert.Contains("ledger/a", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_belongs_to_the_grains_turns()
    {
        await using var silo = InMemory();
        Assert.True(await silo.Grains.GetGrain<ILedgerGrain>("a").TouchFromOutside());
    }

    [Fact]
    public async Task A_storage_that_the_silo_does_not_have_is_named()
    {
        await using var silo = new TestSilo();
        var error = await Assert.ThrowsAsync<BadProviderConfigException>(() => silo.Grains.GetGrain<ILedgerGrain>("a").Total());
        Assert.Contains("\"books\"", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(0.1)]
    public async Task Any_number_comes_back_as_it_was_written(double ratio)
    {
        await using (var silo = OnDisk()) await silo.Grains.GetGrain<ILedgerGrain>("a").SetRatio(ratio);
        await using var restarted = OnDisk();
        Assert.Equal(ratio, await restarted.Grains.GetGrain<ILedgerGrain>("a").Ratio());
    }

    private static TestSilo InMemory() => new(builder => builder.AddMemoryGrainStorage("books"));

    private TestSilo OnDisk() => new(builder => builder.AddFileGrainStorage("books", _directory));

    private sealed class CountingStorage : IGrainStorage
    {
        public int Writes { get; private set; }

        public Exception? Failure { get; init; }

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            Writes++;
            return Failure is null ? Task.CompletedTask : Task.FromException(Failure);
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;
    }
}
