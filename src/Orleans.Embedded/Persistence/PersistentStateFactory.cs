using System.Reflection;

namespace Orleans.Runtime;

internal static class PersistentStateFactory
{
    public static Func<Activation, object?> For(Type grain, ParameterInfo parameter, PersistentStateAttribute attribute) => throw new NotSupportedException();
}
