using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using GanActors.Datasets;
using GanActors.Engines;
using GanActors.Exchange;
using GanActors.Runs;

namespace GanActors.Evaluation.Extractors;

/// <summary>
/// The extractors of data sets: a classifier where the data have labels, which is trained once and kept in the cache folder, untrained features
/// elsewhere. What cannot be read or written there is as if it were not there; a file that is damaged or out of date is trained anew.
/// </summary>
public sealed class ExtractorLibrary
{
    // Fewer labelled items make no classifier worth the name.
    private const int LeastItems = 500;
    private const int FingerprintItems = 256;
    private const string IdKey = "extractor", AccuracyKey = "accuracy", NoteKey = "note", HashKey = "hash";

    private readonly ImmutableArray<string> _folders;

    /// <summary>A library.</summary>
    /// <param name="folders">Where to look and to write: the first that can be written to is used.</param>
    public ExtractorLibrary(ImmutableArray<string> folders) => _folders = folders;

    /// <summary>The extractor of a data set.</summary>
    /// <param name="device">Where it shall live, and be trained if need be.</param>
    /// <param name="data">Images.</param>
    /// <param name="heldOut">Its test items; null if they are not at hand.</param>
    /// <param name="progress">Hears of the training.</param>
    /// <param name="stop">Ends the training.</param>
    /// <exception cref="ArgumentException">The items are no images.</exception>
    public FeatureExtractor Open(
        IDevice device, IDataset data, IDataset? heldOut, IProgress<EvaluationProgress>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!data.Item.IsImage)
            throw new ArgumentException($"{data.Name}: items of {data.Item} are no images.", nameof(data));
        if (data is StackedDataset stacked)
            return new FeatureExtractor(device, Weights(device, stacked.Digits, heldOut, progress, stop), parts: data.Item[0]);
        return new FeatureExtractor(device, Weights(device, data, heldOut, progress, stop));
    }

    /// <summary>Whether <see cref="Open"/> would have to train a classifier, which takes a minute or two.</summary>
    /// <param name="device">Where it would live.</param>
    /// <param name="data">Any data.</param>
    /// <returns>The name of the data set that it would be trained on; null if there is one, or none is wanted.</returns>
    public string? Untrained(IDevice device, IDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var items = data is StackedDataset stacked ? stacked.Digits : data;
        return items.Item.IsImage && WantsClassifier(items) && Read(FileName(items), device, items) is null ? items.Name : null;
    }

    private static bool WantsClassifier(IDataset data) => data.Classes >= 2 && data.Count >= LeastItems;

    private ExtractorWeights Weights(IDevice device, IDataset data, IDataset? heldOut, IProgress<EvaluationProgress>? progress, CancellationToken stop)
    {
        if (!WantsClassifier(data))
            return UntrainedFeatures.Draw(device, data.Name, data.Item);
        string name = FileName(data);
        if (Read(name, device, data) is { } kept)
            return kept;
        var trained = ClassifierTraining.Train(device, LabelledSplit.Of(data, heldOut), progress, stop);
        Write(name, trained);
        return trained;
    }

    /// <summary>Names the items, not only the data set: another limit or size is another classifier.</summary>
    private static string FileName(IDataset data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{ClassifierTraining.Version}\n{data.Name}\n{data.Item}\n{data.Count}\n{data.Classes}\n")));
        int count = Math.Min(FingerprintItems, data.Count);
        int[] items = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * data.Count / count))];
        float[] pixels = new float[count * data.Item.Size];
        byte[] labels = new byte[count];
        data.Gather(items, PixelRange.Unit, pixels);
        data.GatherLabels(items, labels);
        hash.AppendData(MemoryMarshal.AsBytes(pixels.AsSpan()));
        hash.AppendData(labels);
        string safe = new([.. data.Name.Take(40).Select(c => char.IsAsciiLetterOrDigit(c) || c == '-' ? c : '_')]);
        return $"{safe}-{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8))}.safetensors";
    }

    private ExtractorWeights? Read(string name, IDevice device, IDataset data)
    {
        foreach (string path in _folders.Select(folder => Path.Combine(folder, name)).Where(File.Exists))
        {
            try
            {
                var file = SafetensorsReader.ReadFile(path);
                string hash = ExtractorWeights.HashOf(file.Tensors);
                if (file.Metadata.GetValueOrDefault(HashKey) != hash
                    || !double.TryParse(file.Metadata.GetValueOrDefault(AccuracyKey), NumberStyles.Float, CultureInfo.InvariantCulture, out double accuracy))
                {
                    continue;
                }

                var id = new ExtractorId(
                    data.Name, ExtractorKind.Classifier, hash, accuracy, ExtractorNetworks.ClassifierFeatures, file.Metadata.GetValueOrDefault(NoteKey, ""));
                var weights = new ExtractorWeights(id, data.Item, data.Classes, file.Tensors);
                new FeatureExtractor(device, weights).Dispose();
                return weights;
            }
            catch (Exception fault) when (fault is ExchangeException or ArgumentException)
            {
                // Damaged, or somebody else's: it is trained anew.
            }
        }

        return null;
    }

    private void Write(string name, ExtractorWeights weights)
    {
        var metadata = new Dictionary<string, string>
        {
            ["format"] = "pt",
            [IdKey] = weights.Id.Name,
            [HashKey] = weights.Id.Hash,
            [AccuracyKey] = weights.Id.Accuracy.ToString("R", CultureInfo.InvariantCulture),
            [NoteKey] = weights.Id.Note,
        };
        var file = new TensorFile(weights.Tensors, metadata.ToImmutableSortedDictionary(StringComparer.Ordinal));
        foreach (string folder in _folders)
        {
            try
            {
                SafetensorsWriter.Save(Path.Combine(folder, name), file);
                return;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // The next folder may be writable; without any, the next evaluation trains again.
            }
        }
    }
}
