using Orleans.Runtime;

namespace Orleans.Embedded.Tests.References;

/// <summary>docs/site/src/content/docs/grains/grain-references.md, docs/site/src/content/docs/grains/grain-identity.md, GrainInterfaceTypeToGrainTypeResolver.</summary>
public class GrainFactoryTests
{
    [Fact]
    public async Task A_grain_knows_its_key_of_each_kind()
    {
        await using var silo = new TestSilo();
        var guid = Guid.NewGuid();
        Assert.Equal("a+b/c", await silo.Grains.GetGrain<IStringKeyGrain>("a+b/c").Key());
        Assert.Equal(-5, await silo.Grains.GetGrain<IIntegerKeyGrain>(-5).Key());
        Assert.Equal(guid, await silo.Grains.GetGrain<IGuidKeyGrain>(guid).Key());
        Assert.Equal("7 x", await silo.Grains.GetGrain<IIntegerCompoundKeyGrain>(7, "x").Key());
        Assert.Equal($"{guid} x", await silo.Grains.GetGrain<IGuidCompoundKeyGrain>(guid, "x").Key());
    }

    [Fact]
    public async Task References_to_one_grain_are_equal_and_lead_to_one_activation()
    {
        await using var silo = new TestSilo();
        var one = silo.Grains.GetGrain<IStringKeyGrain>("a");
        var other = silo.Grains.GetGrain<IStringKeyGrain>("a");
        Assert.NotSame(one, other);
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, silo.Grains.GetGrain<IStringKeyGrain>("b"));
        Assert.Equal(one, await other.Myself());
        Assert.Equal("a", await (await other.Myself()).Key());
    }

    [Fact]
    public async Task A_reference_is_made_by_id_by_type_and_by_cast()
    {
        await using var silo = new TestSilo();
        var typed = silo.Grains.GetGrain<IStringKeyGrain>("a");
        var id = typed.GetGrainId();
        Assert.Equal(GrainId.Create("key", "a"), id);
        Assert.Equal("a", await silo.Grains.GetGrain<IStringKeyGrain>(id).Key());
        Assert.Equal("a", await silo.Grains.GetGrain(id).AsReference<IStringKeyGrain>().Key());
        Assert.Equal("a", await ((IStringKeyGrain)silo.Grains.GetGrain(typeof(IStringKeyGrain), "a")).Key());
        Assert.Equal("a", typed.GetPrimaryKeyString());
    }

    [Fact]
    public async Task An_interface_without_a_class_is_named()
    {
        await using var silo = new TestSilo();
        var error = Assert.Throws<ArgumentException>(() => silo.Grains.GetGrain<IOrphanGrain>("a"));
        Assert.Contains(typeof(IOrphanGrain).FullName!, error.Message, StringComparison.Ordinal);
        Assert.Contains("Orleans.Embedded.Tests", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interface_with_several_classes_needs_a_prefix()
    {
        await using var silo = new TestSilo();
        var error = Assert.Throws<ArgumentException>(() => silo.Grains.GetGrain<ITwinGrain>("a"));
        Assert.Contains(typeof(LeftTwinGrain).FullName!, error.Message, StringComparison.Ordinal);
        Assert.Contains(typeof(RightTwinGrain).FullName!, error.Message, StringComparison.Ordinal);
        Assert.Equal("right", await silo.Grains.GetGrain<ITwinGrain>("a", typeof(RightTwinGrain).FullName).Name());
    }

    [Fact]
    public async Task Attributes_name_grain_types_and_choose_among_classes()
    {
        await using var silo = new TestSilo();
        Assert.Equal("named.twice/a", await silo.Grains.GetGrain<INamedGrain>("a").Name());
    }

    // src/Orleans.Core.Abstractions/Core/IGrainBase.cs: a grain need not derive from Grain.
    [Fact]
    public async Task A_grain_class_may_derive_from_nothing()
    {
        await using var silo = new TestSilo();
        Assert.True(await silo.Grains.GetGrain<IPocoGrain>("a").HasServices());
    }

    [Fact]
    public async Task A_call_to_a_grain_type_without_a_class_fails()
    {
        await using var silo = new TestSilo();
        var call = silo.Grains.GetGrain<IStringKeyGrain>(GrainId.Create("nobody", "a")).Key();
        Assert.Contains("\"nobody\"", (await Assert.ThrowsAsync<ArgumentException>(() => call)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_method_that_returns_no_task_is_named()
    {
        await using var silo = new TestSilo();
        var error = Assert.Throws<NotSupportedException>(() => silo.Grains.GetGrain<ISynchronousGrain>("a"));
        Assert.Contains("ISynchronousGrain.Wrong", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blank_key_is_refused()
    {
        await using var silo = new TestSilo();
        Assert.Throws<ArgumentException>(() => silo.Grains.GetGrain<IStringKeyGrain>(" "));
        Assert.Throws<ArgumentNullException>(() => silo.Grains.GetGrain<IStringKeyGrain>((string)null!));
    }
}
