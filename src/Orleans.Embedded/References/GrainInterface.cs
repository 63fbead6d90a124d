using System.Collections.Concurrent;
using System.Reflection;

namespace Orleans.Runtime;

/// <summary>A grain interface: its name and how to make a reference that implements it. One per interface and process.</summary>
internal sealed class GrainInterface
{
    private static readonly ConcurrentDictionary<Type, GrainInterface> Known = new();
    private readonly Lazy<Func<GrainReferenceShared, GrainId, GrainReference>> _create;

    private GrainInterface(Type type)
    {
        if (!type.IsInterface || !typeof(IAddressable).IsAssignableFrom(type))
            throw new ArgumentException($"{type.FullName} is no grain interface: it must be an interface that derives from {nameof(IGrain)} or {nameof(IGrainObserver)}.", nameof(type));
        Type = type;
        Name = NameOf(type);
        InterfaceType = GrainInterfaceType.Create(Name);
        _create = new Lazy<Func<GrainReferenceShared, GrainId, GrainReference>>(() => ProxyEmitter.Emit(this));
    }

    public Type Type { get; }

    public string Name { get; }

    public GrainInterfaceType InterfaceType { get; }

    public static GrainInterface Of(Type type) => Known.GetOrAdd(type, static type => new GrainInterface(type));

    public static string NameOf(Type type) => type.GetCustomAttribute<AliasAttribute>()?.Alias ?? type.FullName!;

    public GrainReference Create(GrainReferenceShared shared, GrainId grainId) => _create.Value(shared, grainId);
}
