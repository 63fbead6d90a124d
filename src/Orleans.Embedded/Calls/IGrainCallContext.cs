using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans;

/// <summary>An outgoing call filter as a function.</summary>
public delegate Task OutgoingGrainCallFilterDelegate(IOutgoingGrainCallContext context);

/// <summary>An incoming call filter as a function.</summary>
public delegate Task IncomingGrainCallFilterDelegate(IIncomingGrainCallContext context);

/// <summary>Sees a call where it is made.</summary>
public interface IOutgoingGrainCallFilter
{
    /// <summary>Called instead of the call; goes on with <see cref="IGrainCallContext.Invoke"/>.</summary>
    Task Invoke(IOutgoingGrainCallContext context);
}

/// <summary>Sees a call where it is run. A grain class that implements it filters its own calls, after the silo's filters.</summary>
public interface IIncomingGrainCallFilter
{
    /// <summary>Called instead of the grain's method; goes on with <see cref="IGrainCallContext.Invoke"/>.</summary>
    Task Invoke(IIncomingGrainCallContext context);
}

/// <summary>A call as its filters see it.</summary>
public interface IGrainCallContext
{
    /// <summary>The method and its arguments.</summary>
    IInvokable Request { get; }

    /// <summary>The grain (incoming) or the reference to it (outgoing).</summary>
    object Grain { get; }

    /// <summary>The calling grain; null when no grain calls.</summary>
    GrainId? SourceId { get; }

    /// <summary>The called grain.</summary>
    GrainId TargetId { get; }

    /// <summary>The interface's type.</summary>
    GrainInterfaceType InterfaceType { get; }

    /// <summary>The interface's name.</summary>
    string InterfaceName { get; }

    /// <summary>The method's name.</summary>
    string MethodName { get; }

    /// <summary>The interface's method.</summary>
    MethodInfo InterfaceMethod { get; }

    /// <summary>The result, once there is one.</summary>
    object? Result { get; set; }

    /// <summary>The result or the exception, once there is one.</summary>
    Response? Response { get; set; }

    /// <summary>Goes on with the next filter, and at last with the call.</summary>
    Task Invoke();
}

/// <summary>A call where it is run.</summary>
public interface IIncomingGrainCallContext : IGrainCallContext
{
    /// <summary>The activation that runs it.</summary>
    IGrainContext TargetContext { get; }

    /// <summary>The grain class's method.</summary>
    MethodInfo ImplementationMethod { get; }
}

/// <summary>A call where it is made.</summary>
public interface IOutgoingGrainCallContext : IGrainCallContext
{
    /// <summary>The activation that makes it; null outside of grains.</summary>
    IGrainContext? SourceContext { get; }
}
