using Orleans.Metadata;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests.References;

internal interface IStringKeyGrain : IGrainWithStringKey
{
    Task<string> Key();

    Task<IStringKeyGrain> Myself();
}

internal interface IIntegerKeyGrain : IGrainWithIntegerKey
{
    Task<long> Key();
}

internal interface IGuidKeyGrain : IGrainWithGuidKey
{
    Task<Guid> Key();
}

internal interface IIntegerCompoundKeyGrain : IGrainWithIntegerCompoundKey
{
    Task<string> Key();
}

internal interface IGuidCompoundKeyGrain : IGrainWithGuidCompoundKey
{
    Task<string> Key();
}

internal sealed class KeyGrain : Grain, IStringKeyGrain, IIntegerKeyGrain, IGuidKeyGrain, IIntegerCompoundKeyGrain, IGuidCompoundKeyGrain
{
    Task<string> IStringKeyGrain.Key() => Task.FromResult(this.GetPrimaryKeyString());

    Task<IStringKeyGrain> IStringKeyGrain.Myself() => Task.FromResult(this.AsReference<IStringKeyGrain>());

    Task<long> IIntegerKeyGrain.Key() => Task.FromResult(this.GetPrimaryKeyLong());

    Task<Guid> IGuidKeyGrain.Key() => Task.FromResult(this.GetPrimaryKey());

    Task<string> IIntegerCompoundKeyGrain.Key() => Task.FromResult($"{this.GetPrimaryKeyLong(out var extension)} {extension}");

    Task<string> IGuidCompoundKeyGrain.Key() => Task.FromResult($"{this.GetPrimaryKey(out var extension)} {extension}");
}

internal interface IOrphanGrain : IGrainWithStringKey;

internal interface ITwinGrain : IGrainWithStringKey
{
    Task<string> Name();
}

internal sealed class LeftTwinGrain : Grain, ITwinGrain
{
    public Task<string> Name() => Task.FromResult("left");
}

internal sealed class RightTwinGrain : Grain, ITwinGrain
{
    public Task<string> Name() => Task.FromResult("right");
}

[DefaultGrainType("named.twice")]
internal interface INamedGrain : IGrainWithStringKey
{
    Task<string> Name();
}

[GrainType("named.once")]
internal sealed class OnceNamed : Grain, INamedGrain
{
    public Task<string> Name() => Task.FromResult(GrainContext.GrainId.ToString());
}

[GrainType("named.twice")]
internal sealed class TwiceNamed : Grain, INamedGrain
{
    public Task<string> Name() => Task.FromResult(GrainContext.GrainId.ToString());
}

/// <summary>A grain that derives from nothing: it only says what its context is.</summary>
internal sealed class PocoGrain(IGrainContext context, IGrainFactory grains) : IGrainBase, IPocoGrain
{
    public IGrainContext GrainContext => context;

    public Task<bool> HasServices() => Task.FromResult(grains is not null && context.GrainInstance == this && this.GetPrimaryKeyString() == "a");
}

internal interface IPocoGrain : IGrainWithStringKey
{
    Task<bool> HasServices();
}

internal interface ISynchronousGrain : IGrainWithStringKey
{
    int Wrong();
}

internal sealed class SynchronousGrain : Grain, ISynchronousGrain
{
    public int Wrong() => 0;
}
