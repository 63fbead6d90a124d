using GanActors.Datasets;
using GanActors.Engines;
using GanActors.Engines.Losses;
using GanActors.Networks;
using GanActors.Randomness;
using GanActors.Runs;

namespace GanActors.Evaluation.Extractors;

/// <summary>
/// Trains the classifier of a data set on our own engine: softmax cross-entropy, Adam along half a cosine, and few items moved about by up to two pixels.
/// The same data make the same weights, to the last bit on machines of one register width.
/// </summary>
internal static class ClassifierTraining
{
    private const int BatchSize = 128, LeastEpochs = 8, MostEpochs = 32, UsualSteps = 2_000, MostSteps = 6_000, MostShift = 2, Together = 250;

    // So many items are varied enough as they are; moving them about as well would take more epochs than are worth it.
    private const int ManyItems = 20_000;
    private const float LearningRate = 0.001f;
    private const ulong Seed = 0x636C6173;

    /// <summary>What must change when the training or the networks do, for weights that are kept are then out of date.</summary>
    public const string Version = "2";

    /// <summary>Trains and examines.</summary>
    /// <param name="device">Where.</param>
    /// <param name="split">Labelled images, at least two classes.</param>
    /// <param name="progress">Hears of the steps.</param>
    /// <param name="stop">Ends it; nothing is kept.</param>
    public static ExtractorWeights Train(IDevice device, LabelledSplit split, IProgress<EvaluationProgress>? progress, CancellationToken stop)
    {
        var data = split.Learnt;
        int batch = Math.Min(BatchSize, split.LearntItems.Length);
        int perEpoch = split.LearntItems.Length / batch;
        // Many items are seen eight times; few of them more often, for they teach less each time.
        int steps = Math.Min(MostEpochs * perEpoch, Math.Clamp(LeastEpochs * perEpoch, UsualSteps, MostSteps));
        var optimizer = new OptimizerSpec(LearningRate: LearningRate, Schedule: new LearningRateSchedule(LearningRateKind.Cosine, steps));
        using var body = device.Create(ExtractorNetworks.Body(data.Item, optimizer), batch, Seed);
        using var head = device.Create(ExtractorNetworks.Head(data.Classes, optimizer), batch, Seed + 1);

        float[] images = new float[batch * data.Item.Size], gradient = new float[batch * data.Classes];
        byte[] labels = new byte[batch];
        int[] places = new int[batch], items = new int[batch];
        var order = new TabulatedPermutation(Stream(0, 0), split.LearntItems.Length);
        for (int step = 0; step < steps; step++)
        {
            stop.ThrowIfCancellationRequested();
            if (step > 0 && step % perEpoch == 0)
                order.Rekey(Stream(0, (ulong)(step / perEpoch)));
            order.Read(step % perEpoch * batch, places);
            for (int i = 0; i < batch; i++)
                items[i] = split.LearntItems[places[i]];
            data.Gather(items, PixelRange.Signed, images);
            data.GatherLabels(items, labels);
            if (split.LearntItems.Length < ManyItems)
                Shift(images, data.Item, batch, Stream(1, (ulong)step));
            var features = body.ForwardTraining([new Batch(data.Item, batch, images)], (ulong)step);
            var logits = head.ForwardTraining([features], (ulong)step);
            SoftmaxCrossEntropy.Of(logits.Values.Span, labels, gradient);
            body.Backward(head.Backward(new Batch(logits.Item, batch, gradient), inputGradient: true)!, inputGradient: false);
            head.Step();
            body.Step();
            progress?.Report(new EvaluationProgress($"training the {data.Name} classifier", step + 1, steps));
        }

        var tensors = ExtractorWeights.Of(body, ExtractorWeights.BodyPrefix).Concat(ExtractorWeights.Of(head, ExtractorWeights.HeadPrefix)).ToArray();
        double accuracy = Examine(body, head, split);
        var id = new ExtractorId(
            data.Name, ExtractorKind.Classifier, ExtractorWeights.HashOf(tensors), accuracy, ExtractorNetworks.ClassifierFeatures, split.Description);
        return new ExtractorWeights(id, data.Item, data.Classes, [.. tensors]);
    }

    private static RandomStream Stream(ushort index, ulong draw) => new(Seed, StreamPurpose.Evaluation, index, draw);

    private static double Examine(INetwork body, INetwork head, LabelledSplit split)
    {
        var data = split.Examined;
        long right = 0;
        foreach (int[] items in split.ExaminedItems.Chunk(Together))
        {
            float[] images = new float[items.Length * data.Item.Size];
            byte[] labels = new byte[items.Length];
            data.Gather(items, PixelRange.Signed, images);
            data.GatherLabels(items, labels);
            var logits = head.Infer(body.Infer(new Batch(data.Item, items.Length, images)));
            int[] likeliest = new ClassProbabilities(data.Classes, logits.Values).Likeliest();
            right += likeliest.Zip(labels, (mine, label) => mine == label).Count(same => same);
        }

        return (double)right / split.ExaminedItems.Length;
    }

    // A little of the same for every item: what moves in is the border repeated.
    private static void Shift(Span<float> images, Shape item, int count, RandomStream stream)
    {
        int height = item[1], width = item[2];
        float[] old = new float[height * width];
        Span<float> draws = new float[2 * count];
        stream.Uniform(draws);
        for (int i = 0; i < count; i++)
        {
            int down = Amount(draws[2 * i]), right = Amount(draws[(2 * i) + 1]);
            for (int channel = 0; channel < item[0]; channel++)
            {
                var plane = images.Slice(((i * item[0]) + channel) * old.Length, old.Length);
                plane.CopyTo(old);
                for (int y = 0; y < height; y++)
                {
                    for (int x = 0; x < width; x++)
                        plane[(y * width) + x] = old[(Math.Clamp(y - down, 0, height - 1) * width) + Math.Clamp(x - right, 0, width - 1)];
                }
            }
        }

        static int Amount(float draw) => (int)(draw * ((2 * MostShift) + 1)) - MostShift;
    }
}
