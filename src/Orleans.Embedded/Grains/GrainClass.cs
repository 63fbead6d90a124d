using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>A grain class: its name, its scheduling and collection rules, and how to make an instance.</summary>
internal sealed class GrainClass
{
    private readonly ConcurrentDictionary<MethodInfo, MethodInfo> _implementations = new();
    private readonly Lazy<GrainConstructor> _constructor;
    private readonly TimeSpan? _ageLimit;
    private readonly bool _keepAlive;

    public GrainClass(Type type)
    {
        Type = type;
        GrainType = NameOf(type);
        IsReentrant = type.IsDefined(typeof(ReentrantAttribute), inherit: true);
        MayInterleave = type.GetCustomAttribute<MayInterleaveAttribute>() is { } attribute ? PredicateOf(type, attribute.CallbackMethodName) : null;
        IsFilter = typeof(IIncomingGrainCallFilter).IsAssignableFrom(type);
        _keepAlive = type.IsDefined(typeof(KeepAliveAttribute), inherit: true);
        _ageLimit = type.GetCustomAttribute<CollectionAgeLimitAttribute>()?.AgeLimit;
        _constructor = new Lazy<GrainConstructor>(() => new GrainConstructor(type));
    }

    public Type Type { get; }

    public GrainType GrainType { get; }

    public bool IsReentrant { get; }

    /// <summary>The class's own predicate; null when it has none.</summary>
    public Func<object, IInvokable, bool>? MayInterleave { get; }

    /// <summary>Whether requests may interleave that are not marked as interleaving themselves.</summary>
    public bool Interleaves => IsReentrant || MayInterleave is not null;

    public bool IsFilter { get; }

    /// <summary>The grain type by attribute, or by convention: the class's name in lower case, without <c>grain</c> at its end.</summary>
    public static GrainType NameOf(Type type)
    {
        if (type.GetCustomAttribute<GrainTypeAttribute>() is { } attribute) return GrainType.Create(attribute.GrainType);
        const string suffix = "grain";
#pragma warning disable CA1308 // Orleans' convention is lower case.
        var name = type.Name.ToLowerInvariant();
#pragma warning restore CA1308
        return GrainType.Create(name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length] : name);
    }

    /// <summary>How long an activation may be idle; null when for ever.</summary>
    public TimeSpan? CollectionAge(GrainCollectionOptions options)
    {
        if (_keepAlive) return null;
        var age = _ageLimit ?? (options.ClassAges is { } ages && ages.TryGetValue(Type.FullName!, out var specific) ? specific : options.CollectionAge);
        return age == TimeSpan.MaxValue || age == Timeout.InfiniteTimeSpan ? null : age;
    }

    public object Create(Activation activation) => _constructor.Value.Create(activation);

    /// <summary>The class's method behind an interface's.</summary>
    public MethodInfo ImplementationOf(MethodInfo interfaceMethod) => _implementations.GetOrAdd(interfaceMethod, method =>
    {
        var map = Type.GetInterfaceMap(method.DeclaringType!);
        return map.TargetMethods[Array.IndexOf(map.InterfaceMethods, method)];
    });

    private static Func<object, IInvokable, bool> PredicateOf(Type type, string name)
    {
        var method = type.GetMethod(name, BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.FlattenHierarchy);
        if (method is null || method.ReturnType != typeof(bool) || method.GetParameters() is not [{ ParameterType: var parameter }] || parameter != typeof(IInvokable))
            throw new InvalidOperationException($"{type.FullName} says [MayInterleave(\"{name}\")], but has no public method 'bool {name}(IInvokable request)'.");
        if (!method.IsStatic) return (grain, request) => (bool)method.Invoke(grain, BindingFlags.DoNotWrapExceptions, null, [request], null)!;
        var predicate = method.CreateDelegate<Func<IInvokable, bool>>();
        return (_, request) => predicate(request);
    }
}
