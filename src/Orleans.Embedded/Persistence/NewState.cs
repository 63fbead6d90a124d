using System.Reflection;
using System.Runtime.CompilerServices;

namespace Orleans.Storage;

/// <summary>The state of a grain that has no record yet: a new instance, or the default of values, text and arrays.</summary>
internal static class NewState
{
    public static T Create<T>()
    {
        var type = typeof(T);
        if (type.IsValueType || type == typeof(string) || type.IsArray || type.IsAbstract) return default!;
        var constructor = type.GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, Type.EmptyTypes);
        return (T)(constructor is null ? RuntimeHelpers.GetUninitializedObject(type) : constructor.Invoke(null));
    }
}
