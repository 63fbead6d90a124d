using Orleans.Hosting;

namespace Orleans.Embedded.Tests.Calls;

/// <summary>What a call carries there and back.</summary>
public class CallTests
{
    // docs/site/src/content/docs/grains/index.md: grain methods return Task, Task<T>, ValueTask or ValueTask<T>.
    [Fact]
    public async Task A_method_may_return_any_kind_of_task()
    {
        await using var silo = EmbeddedSilo.Start();
        var grain = silo.GrainFactory.GetGrain<IEchoGrain>("a");
        Assert.Equal("a:hello", await grain.Echo("hello"));
        Assert.Equal(3, await grain.Add(1, 2, TestContext.Current.CancellationToken));
        await grain.Nothing();
        Assert.Single(await grain.Pass([7]));
    }

    [Fact]
    public async Task A_method_may_have_more_arguments_than_a_tuple_has_fields()
    {
        await using var silo = EmbeddedSilo.Start();
        Assert.Equal("1234567h1.5", await silo.GrainFactory.GetGrain<IEchoGrain>("a").Nine(1, 2, 3, 4, 5, 6, 7, "h", 1.5));
    }

    // docs/site/src/content/docs/host/configuration-guide/serialization-immutability.md: immutable arguments are not copied
    // inside a silo. Here no argument is.
    [Fact]
    public async Task Arguments_and_results_pass_by_reference()
    {
        await using var silo = EmbeddedSilo.Start();
        int[] data = [1, 2, 3];
        Assert.Same(data, await silo.GrainFactory.GetGrain<IEchoGrain>("a").Pass(data));
    }

    // docs/site/src/content/docs/grains/index.md: exceptions propagate to the caller.
    [Fact]
    public async Task An_exception_arrives_with_its_type_and_the_callees_stack()
    {
        await using var silo = EmbeddedSilo.Start();
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => silo.GrainFactory.GetGrain<IEchoGrain>("a").Throw("broken"));
        Assert.Equal("broken", error.Message);
        Assert.Contains($"{nameof(EchoGrain)}.{nameof(EchoGrain.Throw)}", error.StackTrace, StringComparison.Ordinal);
    }
}
