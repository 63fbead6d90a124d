namespace GanActors.Randomness;

public readonly partial record struct RandomStream
{
    /// <inheritdoc cref="Bits"/>
    public partial void Bits(Span<uint> words)
    {
        uint block = 0;
        while (words.Length >= 4)
        {
            (words[0], words[1], words[2], words[3]) = Block(block++);
            words = words[4..];
        }

        if (words.IsEmpty)
            return;
        var (word0, word1, word2, _) = Block(block);
        words[0] = word0;
        if (words.Length > 1)
            words[1] = word1;
        if (words.Length > 2)
            words[2] = word2;
    }

    /// <inheritdoc cref="Uniform(Span{float})"/>
    public partial void Uniform(Span<float> values)
    {
        for (int i = 0; i < values.Length; i += 4)
        {
            var (word0, word1, word2, word3) = Block((uint)(i / 4));
            values[i] = ToUnit(word0);
            if (i + 1 < values.Length)
                values[i + 1] = ToUnit(word1);
            if (i + 2 < values.Length)
                values[i + 2] = ToUnit(word2);
            if (i + 3 < values.Length)
                values[i + 3] = ToUnit(word3);
        }
    }

    /// <inheritdoc cref="Normal"/>
    public partial void Normal(Span<float> values)
    {
        for (int i = 0; i < values.Length; i += 4)
        {
            var (word0, word1, word2, word3) = Block((uint)(i / 4));
            var (first, second) = BoxMuller(word0, word1);
            var (third, fourth) = BoxMuller(word2, word3);
            values[i] = first;
            if (i + 1 < values.Length)
                values[i + 1] = second;
            if (i + 2 < values.Length)
                values[i + 2] = third;
            if (i + 3 < values.Length)
                values[i + 3] = fourth;
        }
    }

    // 1 - u lies in (0, 1], so the logarithm is finite.
    private static (float, float) BoxMuller(uint word0, uint word1)
    {
        float radius = MathF.Sqrt(-2f * MathF.Log(1f - ToUnit(word0)));
        var (sin, cos) = MathF.SinCos(2f * MathF.PI * ToUnit(word1));
        return (radius * cos, radius * sin);
    }
}
