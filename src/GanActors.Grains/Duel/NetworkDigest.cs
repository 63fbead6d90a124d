using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using GanActors.Engines;

namespace GanActors.Grains.Duel;

/// <summary>A fingerprint of a network: equal digests mean equal weights, moments, statistics and step counts.</summary>
internal static class NetworkDigest
{
    /// <summary>SHA-256 over the whole state, in hexadecimal.</summary>
    public static string Of(NetworkState state)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> steps = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(steps, state.Steps);
        hash.AppendData(steps);
        foreach (var tensor in state.Tensors)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(tensor.Name));
            hash.AppendData(MemoryMarshal.AsBytes(tensor.Values.Span));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
