using Orleans.Runtime;

namespace Orleans;

/// <summary>The subscriber's side of notifications from grains. Its methods may also return nothing.</summary>
public interface IGrainObserver : IAddressable;
