using GanActors.Networks;

namespace GanActors.Datasets.Tests;

public sealed class StackedDatasetTests
{
    private static readonly ImageDataset Digits = DrawnDigits.Draw(200, seed: 3, index: 0);
    private static readonly StackedDataset Stacks = new("stacks", Digits, 5_000, seed: 4, index: 9);

    [Fact]
    public void A_stack_is_three_digits_as_channels()
    {
        Assert.Equal(new Shape(3, 28, 28), Stacks.Item);
        var (red, green, blue) = Stacks.DigitsOf(17);
        float[] expected = new float[3 * 784], stack = new float[3 * 784];
        Digits.Gather([red, green, blue], PixelRange.Unit, expected);
        Stacks.Gather([17], PixelRange.Unit, stack);
        Assert.Equal(expected, stack);
    }

    [Fact]
    public void A_stack_is_the_same_however_many_there_are()
    {
        Assert.Equal(Stacks.DigitsOf(42), Stacks.Take(100) is StackedDataset few ? few.DigitsOf(42) : default);
        Assert.Throws<DatasetException>(() => Stacks.Take(5_001));
        Assert.Throws<ArgumentOutOfRangeException>(() => Stacks.DigitsOf(5_000));
    }

    [Fact]
    public void Every_mode_is_about_as_frequent_as_its_digits()
    {
        byte[] labels = new byte[Digits.Count];
        Digits.GatherLabels([.. Enumerable.Range(0, Digits.Count)], labels);
        var modes = Enumerable.Range(0, Stacks.Count).Select(Stacks.DigitsOf)
            .Select(digits => Stacks.ModeOf(labels[digits.Red], labels[digits.Green], labels[digits.Blue])).ToHashSet();
        Assert.Equal(1_000, Stacks.Modes);
        Assert.InRange(modes.Count, 980, 1_000);
        Assert.InRange(modes.Max(), 0, 999);
    }

    [Fact]
    public void Colour_images_are_not_stacked() =>
        Assert.Throws<DatasetException>(() => new StackedDataset("stacks of stacks", Stacks, 10, 1, 1));
}
