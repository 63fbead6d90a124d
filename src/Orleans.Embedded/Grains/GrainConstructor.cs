using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Runtime;

/// <summary>
/// Makes instances of a grain class: services, the activation's context and persistent states go into its constructor.
/// Plain reflection, for an activation is rare and compiled expressions would cost the first call tens of milliseconds.
/// </summary>
internal sealed class GrainConstructor
{
    private readonly ConstructorInvoker _invoker;
    private readonly Func<Activation, object?>[] _arguments;

    public GrainConstructor(Type type)
    {
        var constructor = Pick(type);
        _invoker = ConstructorInvoker.Create(constructor);
        _arguments = constructor.GetParameters().Select(parameter => SourceOf(type, parameter)).ToArray();
    }

    public object Create(Activation activation)
    {
        var arguments = new object?[_arguments.Length];
        for (var i = 0; i < arguments.Length; i++) arguments[i] = _arguments[i](activation);
        return _invoker.Invoke(arguments.AsSpan());
    }

    private static ConstructorInfo Pick(Type type)
    {
        var constructors = type.GetConstructors();
        return constructors.SingleOrDefault(constructor => constructor.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute)))
            ?? (constructors is [var only]
                ? only
                : throw new InvalidOperationException($"{type.FullName} has {constructors.Length} public constructors; a grain class has one, or marks one with [ActivatorUtilitiesConstructor]."));
    }

    private static Func<Activation, object?> SourceOf(Type grain, ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (parameter.GetCustomAttribute<PersistentStateAttribute>() is { } state) return PersistentStates.For(grain, parameter, state);
        if (type == typeof(IGrainContext)) return static activation => activation;
        if (parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is { } keyed) return activation => activation.ActivationServices.GetRequiredKeyedService(type, keyed.Key);
        if (parameter.HasDefaultValue) return activation => activation.ActivationServices.GetService(type) ?? parameter.DefaultValue;
        return activation => activation.ActivationServices.GetService(type)
            ?? throw new InvalidOperationException($"{grain.FullName} wants a {type.FullName} for '{parameter.Name}', but no such service is registered.");
    }
}
