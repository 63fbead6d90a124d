using GanActors.Datasets;
using GanActors.Datasets.Tests;

namespace GanActors.Fuzzing.Tests;

/// <summary>Labels beside images.</summary>
internal sealed class IdxPairs : Reader
{
    private readonly IdxSource _source = TinySource.Named("tiny");
    private readonly IdxPair _pair;

    public IdxPairs()
        : base("idx-pair", 1_000, IdxFiles.Bound) =>
        _pair = new IdxPair(Folder.Write("images", TinySource.TrainingImages), Path.Combine(Folder.Path, "labels"));

    public override byte[] Input(Dice dice) => ByteMutations.Spoil(dice, TinySource.TrainingLabels, [TinySource.TrainingLabels, TinySource.TestLabels]);

    public override bool Read(byte[] input)
    {
        File.WriteAllBytes(_pair.Labels, input);
        try
        {
            var images = IdxImages.Read(_source, _pair, _ => "tiny");
            byte[] labels = new byte[images.Count];
            images.GatherLabels([.. Enumerable.Range(0, images.Count)], labels);
            return labels.All(label => label < images.Classes) ? true : throw new InvalidDataException("a label is of no class");
        }
        catch (DatasetException fault)
        {
            return Refusal.Check(fault.Message, _pair.Labels);
        }
    }
}
