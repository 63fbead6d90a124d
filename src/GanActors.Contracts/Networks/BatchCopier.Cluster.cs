using Orleans.Serialization.Cloning;

namespace GanActors.Networks;

/// <summary>A batch is passed by reference to a grain of the same silo, never copied.</summary>
[RegisterCopier]
public sealed class BatchCopier : ShallowCopier<Batch>;
