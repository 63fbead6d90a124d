namespace GanActors.Engines.Losses;

/// <summary>
/// A classifier's loss in closed form over its logits: the mean of -log p(class of the item), with p = softmax(logits), and its derivative,
/// (p - one-hot) / items. Written once, for every engine.
/// </summary>
public static class SoftmaxCrossEntropy
{
    /// <summary>The mean loss, and its derivative with respect to the logits.</summary>
    /// <param name="logits"><c>[items, classes]</c>, at least one item.</param>
    /// <param name="labels">The class of each item, from 0.</param>
    /// <param name="gradient">As many numbers as logits, to be written.</param>
    /// <returns>The mean loss in nats; NaN if a logit is no number.</returns>
    /// <exception cref="ArgumentException">The numbers of logits, labels and gradients do not agree, or a label names no class.</exception>
    public static float Of(ReadOnlySpan<float> logits, ReadOnlySpan<byte> labels, Span<float> gradient)
    {
        if (labels.IsEmpty || logits.IsEmpty || logits.Length % labels.Length != 0)
            throw new ArgumentException($"{logits.Length} logits are not as many for each of {labels.Length} items, at least one.", nameof(logits));
        if (gradient.Length != logits.Length)
            throw new ArgumentException($"{logits.Length} logits need {logits.Length} gradients, not {gradient.Length}.", nameof(gradient));
        int classes = logits.Length / labels.Length;
        Probabilities(logits, classes, gradient);
        double total = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] >= classes)
                throw new ArgumentException($"Label {labels[i]} names none of {classes} classes.", nameof(labels));
            var row = gradient.Slice(i * classes, classes);
            total -= Math.Log(Math.Max(row[labels[i]], float.Epsilon));
            row[labels[i]] -= 1;
            for (int j = 0; j < classes; j++)
                row[j] /= labels.Length;
        }

        return (float)(total / labels.Length);
    }

    /// <summary>Softmax of each item's logits, without overflow.</summary>
    /// <param name="logits"><c>[items, classes]</c>.</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="probabilities">As many numbers, to be written; they sum to 1 for each item. May be the logits' own memory.</param>
    /// <exception cref="ArgumentException">The numbers of numbers do not agree.</exception>
    public static void Probabilities(ReadOnlySpan<float> logits, int classes, Span<float> probabilities)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (logits.Length % classes != 0 || probabilities.Length != logits.Length)
            throw new ArgumentException($"{logits.Length} logits of {classes} classes do not fit {probabilities.Length} probabilities.", nameof(probabilities));
        for (int at = 0; at < logits.Length; at += classes)
        {
            float largest = float.NegativeInfinity;
            for (int j = 0; j < classes; j++)
                largest = MathF.Max(largest, logits[at + j]);
            double sum = 0;
            for (int j = 0; j < classes; j++)
                sum += Math.Exp((double)logits[at + j] - largest);
            for (int j = 0; j < classes; j++)
                probabilities[at + j] = (float)(Math.Exp((double)logits[at + j] - largest) / sum);
        }
    }
}
