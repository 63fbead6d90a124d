using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>Makes references to this silo's grains.</summary>
internal sealed class GrainReferences(Silo silo)
{
    private readonly ConcurrentDictionary<Type, GrainReferenceShared> _shared = new();

    public GrainReference Create(Type grainInterface, GrainId grainId)
    {
        var shared = _shared.TryGetValue(grainInterface, out var known) ? known : Share(grainInterface);
        return shared.Interface.Create(shared, grainId);
    }

    /// <summary>A reference that knows no interface yet; cast it to one.</summary>
    public GrainReference Untyped(GrainId grainId) => new(Share(typeof(IAddressable)), grainId);

    private GrainReferenceShared Share(Type grainInterface) =>
        _shared.GetOrAdd(grainInterface, static (type, silo) => new GrainReferenceShared(silo, GrainInterface.Of(type)), silo);
}
