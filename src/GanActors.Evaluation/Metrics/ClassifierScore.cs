using GanActors.Evaluation.Extractors;

namespace GanActors.Evaluation.Metrics;

/// <summary>
/// The inception score's formula (Salimans et al., "Improved Techniques for Training GANs", 2016) on our classifier's probabilities:
/// exp(mean over items of KL(p(class | item) || p(class))), p(class) being the mean over items. From 1 to the number of classes: high if each item is
/// clearly of one class, and all classes come. It knows nothing of real items.
/// </summary>
public static class ClassifierScore
{
    /// <summary>Computes the score over all items at once.</summary>
    public static double Of(ClassProbabilities probabilities)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        int classes = probabilities.Classes;
        double[] mean = new double[classes];
        var all = probabilities.Values.Span;
        for (int i = 0; i < all.Length; i++)
            mean[i % classes] += all[i];
        for (int j = 0; j < classes; j++)
            mean[j] /= probabilities.Count;
        double sum = 0;
        for (int i = 0; i < all.Length; i++)
        {
            if (all[i] > 0)
                sum += all[i] * Math.Log(all[i] / mean[i % classes]);
        }

        return Math.Exp(sum / probabilities.Count);
    }
}
