using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain's interface. Its methods return <see cref="Task"/>, <see cref="Task{TResult}"/>, <see cref="ValueTask"/> or <see cref="ValueTask{TResult}"/>.</summary>
public interface IGrain : IAddressable;

/// <summary>A grain with a text key.</summary>
public interface IGrainWithStringKey : IGrain;

/// <summary>A grain with a GUID key.</summary>
public interface IGrainWithGuidKey : IGrain;

/// <summary>A grain with an integer key.</summary>
public interface IGrainWithIntegerKey : IGrain;

/// <summary>A grain with a GUID key and a text extension.</summary>
public interface IGrainWithGuidCompoundKey : IGrain;

/// <summary>A grain with an integer key and a text extension.</summary>
public interface IGrainWithIntegerCompoundKey : IGrain;
