using System.Reflection;

namespace Orleans.Serialization.Invocation;

/// <summary>A request: a method and its arguments.</summary>
public interface IInvokable : IDisposable
{
    /// <summary>Whether the method takes a cancellation token.</summary>
    bool IsCancellable { get; }

    /// <summary>The object that runs it; null before it arrived.</summary>
    object? GetTarget();

    /// <summary>How many arguments it has.</summary>
    int GetArgumentCount();

    /// <summary>An argument.</summary>
    object? GetArgument(int index);

    /// <summary>Replaces an argument.</summary>
    void SetArgument(int index, object value);

    /// <summary>The method's name.</summary>
    string GetMethodName();

    /// <summary>The interface's name.</summary>
    string GetInterfaceName();

    /// <summary>Interface and method, as a trace names them.</summary>
    string GetActivityName();

    /// <summary>The interface's method.</summary>
    MethodInfo GetMethod();

    /// <summary>The interface.</summary>
    Type GetInterfaceType();

    /// <summary>The method's own response timeout, if it has one.</summary>
    TimeSpan? GetDefaultResponseTimeout();

    /// <summary>The caller's cancellation token.</summary>
    CancellationToken GetCancellationToken();

    /// <summary>Runs it on its target.</summary>
    ValueTask<Response> Invoke();

    /// <summary>Cancels it, if it takes a token.</summary>
    bool TryCancel();
}

/// <summary>Holds the object that a request runs on.</summary>
public interface ITargetHolder
{
    /// <summary>The object.</summary>
    object? GetTarget();

    /// <summary>A component by its type; null when there is none.</summary>
    object? GetComponent(Type componentType);
}
