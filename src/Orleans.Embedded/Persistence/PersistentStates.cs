using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>Makes the persistent states that a grain class asks for.</summary>
internal static class PersistentStates
{
    private static readonly MethodInfo MakeMethod = typeof(PersistentStates).GetMethod(nameof(Make), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>Makes the state for a constructor parameter.</summary>
    public static Func<Activation, object?> For(Type grain, ParameterInfo parameter, PersistentStateAttribute attribute)
    {
        var type = parameter.ParameterType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IPersistentState<>))
            throw new InvalidOperationException($"[PersistentState] stands on '{parameter.Name}' of {grain.FullName}, which is a {type}; it belongs on an IPersistentState<T>.");
        var make = MakeMethod.MakeGenericMethod(type.GenericTypeArguments).CreateDelegate<Func<Activation, string, string?, object>>();
        return activation => make(activation, attribute.StateName, attribute.StorageName);
    }

    public static PersistentState<TState> Create<TState>(Activation activation, string stateName, string? storageName)
    {
        var services = activation.ActivationServices;
        var storage = string.IsNullOrWhiteSpace(storageName) ? services.GetService<IGrainStorage>() : services.GetKeyedService<IGrainStorage>(storageName);
        if (storage is null)
        {
            throw new BadProviderConfigException(
                string.IsNullOrWhiteSpace(storageName)
                    ? $"Grain type {activation.GrainId.Type} wants the default storage, but the silo has none."
                    : $"Grain type {activation.GrainId.Type} wants storage \"{storageName}\", but the silo has none of that name.");
        }

        return new PersistentState<TState>(stateName, activation, storage);
    }

    private static PersistentState<TState> Make<TState>(Activation activation, string stateName, string? storageName) => Create<TState>(activation, stateName, storageName);
}
