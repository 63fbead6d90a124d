using System.Globalization;
using GanActors.Datasets;
using GanActors.Randomness;

namespace GanActors.Evaluation.Extractors;

/// <summary>
/// Labelled items to learn from, and others to be examined on: the published split where both parts are at hand, else a fifth of what is there is held out.
/// </summary>
internal sealed class LabelledSplit
{
    private const int HeldOutPart = 5;
    private const ulong Seed = 0x73706C69;

    private LabelledSplit(IDataset learnt, int[] learntItems, IDataset examined, int[] examinedItems, string description)
    {
        Learnt = learnt;
        LearntItems = learntItems;
        Examined = examined;
        ExaminedItems = examinedItems;
        Description = description;
    }

    public IDataset Learnt { get; }

    public int[] LearntItems { get; }

    public IDataset Examined { get; }

    public int[] ExaminedItems { get; }

    /// <summary>For example <c>learnt on 60,000 items, examined on 10,000 test items</c>.</summary>
    public string Description { get; }

    public static LabelledSplit Of(IDataset data, IDataset? heldOut)
    {
        if (heldOut is not null)
        {
            return new LabelledSplit(
                data, [.. Enumerable.Range(0, data.Count)], heldOut, [.. Enumerable.Range(0, heldOut.Count)],
                Say($"trained on {data.Count:N0} items, accuracy on {heldOut.Count:N0} others of the test set"));
        }

        var order = new KeyedPermutation(new RandomStream(Seed, StreamPurpose.Evaluation, 2, 0), data.Count);
        int held = Math.Max(1, data.Count / HeldOutPart);
        int[] items = [.. Enumerable.Range(0, data.Count).Select(place => order[place])];
        return new LabelledSplit(
            data, items[held..], data, items[..held],
            Say($"trained on {data.Count - held:N0} of {data.Count:N0} items, accuracy on the {held:N0} held out: no separate test set is at hand"));
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
