namespace GanActors.Checkpoints;

/// <summary>What tells that a part of a checkpoint is the one that was written.</summary>
/// <param name="Name">The part's name in its version, for example <c>generator.safetensors</c>.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">The SHA-256 digest of its bytes, 64 lower-case hexadecimal digits.</param>
[GenerateSerializer, Immutable, Alias("gan.part-receipt")]
public sealed record PartReceipt(string Name, long Bytes, string Sha256);
