namespace Orleans.Runtime;

/// <summary>What a message can be sent to.</summary>
public interface IAddressable;
