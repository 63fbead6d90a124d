using System.Collections.Concurrent;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Calls;

internal interface IFilteredGrain : IGrainWithStringKey
{
    Task<int> Double(int number);

    ValueTask Fail();
}

internal sealed class FilteredGrain(ConcurrentQueue<string> book) : Grain, IFilteredGrain, IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        book.Enqueue($"own {context.ImplementationMethod.DeclaringType!.Name}.{context.MethodName}");
        await context.Invoke();
    }

    public Task<int> Double(int number)
    {
        book.Enqueue("method");
        return Task.FromResult(2 * number);
    }

    public ValueTask Fail() => throw new InvalidDataException("broken");
}

/// <summary>docs/site/src/content/docs/grains/interceptors.md.</summary>
public class FilterTests
{
    [Fact]
    public async Task Filters_run_outgoing_first_then_the_silos_in_order_then_the_grains_own()
    {
        var book = new ConcurrentQueue<string>();
        await using var silo = new TestSilo(builder => builder
            .AddOutgoingGrainCallFilter(async context =>
            {
                book.Enqueue($"outgoing {context.MethodName}");
                await context.Invoke();
                book.Enqueue($"outgoing got {context.Result}");
            })
            .AddIncomingGrainCallFilter(new Note("first", book))
            .AddIncomingGrainCallFilter(new Note("second", book)));
        Assert.Equal(42, await silo.Grains.GetGrain<IFilteredGrain>("a").Double(21));
        Assert.Equal(["outgoing Double", "first", "second", "second got 42", "first got 42", "outgoing got 42"], book);
        Assert.Equal(["own FilteredGrain.Double", "method"], silo.Book);
    }

    [Fact]
    public async Task A_filter_sees_who_calls_what()
    {
        IIncomingGrainCallContext? seen = null;
        await using var silo = new TestSilo(builder => builder.AddIncomingGrainCallFilter(context =>
        {
            seen = context;
            return context.Invoke();
        }));
        await silo.Grains.GetGrain<IFilteredGrain>("a").Double(21);
        Assert.Null(seen!.SourceId);
        Assert.Equal(GrainId.Create("filtered", "a"), seen.TargetId);
        Assert.Equal(typeof(IFilteredGrain).FullName, seen.InterfaceName);
        Assert.Equal(21, seen.Request.GetArgument(0));
        Assert.Equal(1, seen.Request.GetArgumentCount());
        Assert.Equal(typeof(IFilteredGrain).GetMethod(nameof(IFilteredGrain.Double)), seen.InterfaceMethod);
    }

    [Fact]
    public async Task A_filter_may_change_arguments_and_result()
    {
        await using var silo = new TestSilo(builder => builder.AddIncomingGrainCallFilter(async context =>
        {
            context.Request.SetArgument(0, 100);
            await context.Invoke();
            context.Result = (int)context.Result! + 1;
        }));
        Assert.Equal(201, await silo.Grains.GetGrain<IFilteredGrain>("a").Double(1));
    }

    [Fact]
    public async Task A_filter_may_answer_without_the_grain()
    {
        await using var silo = new TestSilo(builder => builder.AddIncomingGrainCallFilter(context =>
        {
            context.Result = 7;
            return Task.CompletedTask;
        }));
        Assert.Equal(7, await silo.Grains.GetGrain<IFilteredGrain>("a").Double(1));
        Assert.Empty(silo.Book);
    }

    [Fact]
    public async Task A_filter_sees_the_grains_exception_and_may_throw_another()
    {
        await using var silo = new TestSilo(builder => builder.AddIncomingGrainCallFilter(async context =>
        {
            try
            {
                await context.Invoke();
            }
            catch (InvalidDataException exception)
            {
                throw new InvalidOperationException("mapped", exception);
            }
        }));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await silo.Grains.GetGrain<IFilteredGrain>("a").Fail());
        Assert.IsType<InvalidDataException>(error.InnerException);
    }

    [Fact]
    public async Task An_outgoing_filter_sees_the_grains_exception()
    {
        Exception? seen = null;
        await using var silo = new TestSilo(builder => builder.AddOutgoingGrainCallFilter(async context =>
        {
            try
            {
                await context.Invoke();
            }
            catch (InvalidDataException exception)
            {
                seen = exception;
                throw;
            }
        }));
        await Assert.ThrowsAsync<InvalidDataException>(async () => await silo.Grains.GetGrain<IFilteredGrain>("a").Fail());
        Assert.NotNull(seen);
    }

    // GrainMethodInvoker.ThrowBrokenCallFilterChain.
    [Fact]
    public async Task A_filter_that_neither_goes_on_nor_answers_is_an_error()
    {
        await using var silo = new TestSilo(builder => builder.AddIncomingGrainCallFilter(_ => Task.CompletedTask));
        await Assert.ThrowsAsync<InvalidOperationException>(() => silo.Grains.GetGrain<IFilteredGrain>("a").Double(1));
    }

    private sealed class Note(string name, ConcurrentQueue<string> book) : IIncomingGrainCallFilter
    {
        public async Task Invoke(IIncomingGrainCallContext context)
        {
            book.Enqueue(name);
            await context.Invoke();
            book.Enqueue($"{name} got {context.Result}");
        }
    }
}
