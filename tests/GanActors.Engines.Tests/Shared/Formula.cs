using System.Text;

namespace GanActors.Engines.Tests.Conformance;

/// <summary>
/// The inputs, weights and gradients of the conformance suite, which the script that asks PyTorch computes alike: a hash of name and place,
/// uniform in [offset - scale, offset + scale).
/// </summary>
internal static class Formula
{
    /// <summary>The tensor of that name.</summary>
    public static float[] Values(string name, int count, double scale = 1, double offset = 0)
    {
        uint seed = 0x811C9DC5;
        foreach (byte letter in Encoding.UTF8.GetBytes(name))
            seed = (seed ^ letter) * 0x01000193;
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            uint x = seed + (uint)i * 0x9E3779B9;
            x ^= x >> 16;
            x *= 0x85EBCA6B;
            x ^= x >> 13;
            x *= 0xC2B2AE35;
            x ^= x >> 16;
            values[i] = (float)(offset + scale * ((x >> 8) / (double)(1 << 23) - 1));
        }

        return values;
    }
}
