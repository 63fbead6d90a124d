using System.Collections.Concurrent;
using System.Reflection;
using GanActors.Duel;

namespace GanActors.Grains.Tests.Faults;

/// <summary>The wire between coordinators and their networks: carries out each run's schedule of faults.</summary>
internal sealed class FaultyNetwork : IOutgoingGrainCallFilter
{
    private readonly ConcurrentDictionary<string, FaultSchedule> _schedules = new(StringComparer.Ordinal);
    private int _broken;

    /// <summary>Lets faults befall a run from now on.</summary>
    public void Add(RunId run, FaultSchedule schedule) => _schedules[run.Value] = schedule;

    /// <summary>A run is over; what was held back is lost.</summary>
    public void Remove(RunId run) => _schedules.TryRemove(run.Value, out _);

    /// <summary>A call from a coordinator, where it is sent.</summary>
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.SourceId is null || context.Grain is not IAddressable grain || context.InterfaceMethod is not { } method
            || (method.DeclaringType != typeof(IGeneratorGrain) && method.DeclaringType != typeof(IDiscriminatorGrain))
            || !_schedules.TryGetValue(grain.GetPrimaryKeyString(), out var schedule))
        {
            await context.Invoke();
            return;
        }

        var deliver = Copy(grain, method, context.Request);
        string network = method.DeclaringType!.Name;
        if (method.Name == nameof(IGeneratorGrain.Prepare))
            schedule.LastOrder[network] = deliver;
        if (method.Name == nameof(IDiscriminatorGrain.Release) && context.Grain is IDiscriminatorGrain)
        {
            // The last that a run does; a fault here befalls nobody.
            await context.Invoke();
            schedule.Turns.Release();
            return;
        }

        var (fault, delay, arriving, leaves) = schedule.Next();
        if (leaves)
            _ = Leave(context.SourceContext!, schedule);
        foreach (var late in arriving)
            await late();
        switch (fault)
        {
            case Fault.Lost:
                throw new TimeoutException("lost on its way");
            case Fault.AnswerLost:
                await context.Invoke();
                throw new TimeoutException("the answer was lost");
            case Fault.Repeated:
                await context.Invoke();
                await deliver();
                return;
            case Fault.CopyLate:
                schedule.Hold(delay, deliver);
                await context.Invoke();
                return;
            case Fault.Late:
                schedule.Hold(delay, deliver);
                throw new TimeoutException("it comes late");
            case Fault.Broken:
                throw new InvalidOperationException($"broken, number {Interlocked.Increment(ref _broken)}");
            case Fault.Deactivated:
                await context.Invoke();
                await Deactivate(grain);
                return;
            case Fault.DeactivatedAndOrderedLate:
                await context.Invoke();
                await Deactivate(grain);
                if (schedule.LastOrder.TryGetValue(network, out var order))
                    await order();
                return;
            default:
                await context.Invoke();
                return;
        }
    }

    private static async Task Leave(IGrainContext coordinator, FaultSchedule schedule)
    {
        coordinator.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "a fault"));
        await coordinator.Deactivated;
        schedule.Turns.Release();
    }

    // Sent by nobody in particular, so that it meets no fault itself. Its answer goes to nobody, and a refusal is what it deserves.
    private static Func<Task> Copy(IAddressable grain, MethodInfo method, Orleans.Serialization.Invocation.IInvokable request)
    {
        object?[] arguments = [.. Enumerable.Range(0, request.GetArgumentCount()).Select(request.GetArgument)];
        return () => Unattended(() => (Task)method.Invoke(grain, arguments)!);
    }

    private static Task Deactivate(IAddressable grain) => Unattended(() => grain is IGeneratorGrain generator ? generator.Release() : ((IDiscriminatorGrain)grain).Release());

    private static Task Unattended(Func<Task> call) => Task.Run(async () =>
    {
        try
        {
            await call();
        }
        catch (Exception)
        {
            // Late messages are refused, if the networks do as they should; the witness sees if they do not.
        }
    });
}
