namespace GanActors.Evaluation.Extractors;

/// <summary>What a classifier thinks of some items.</summary>
/// <param name="Classes">How many classes it tells apart.</param>
/// <param name="Values"><c>[items, classes]</c>; they sum to 1 for each item.</param>
public sealed record ClassProbabilities(int Classes, ReadOnlyMemory<float> Values)
{
    /// <summary>How many items.</summary>
    public int Count => Values.Length / Classes;

    /// <summary>The likeliest class of each item.</summary>
    public int[] Likeliest()
    {
        int[] labels = new int[Count];
        for (int i = 0; i < labels.Length; i++)
        {
            var row = Values.Span.Slice(i * Classes, Classes);
            for (int j = 1; j < Classes; j++)
            {
                if (row[j] > row[labels[i]])
                    labels[i] = j;
            }
        }

        return labels;
    }
}
