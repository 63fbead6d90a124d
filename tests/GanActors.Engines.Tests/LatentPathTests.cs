namespace GanActors.Engines.Tests;

public sealed class LatentPathTests
{
    [Theory]
    [InlineData(LatentPathKind.Spherical)]
    [InlineData(LatentPathKind.Linear)]
    public void It_goes_from_one_end_to_the_other(LatentPathKind kind)
    {
        float[] from = Networks.Numbers(50, 1), to = Networks.Numbers(50, 2), point = new float[50];
        LatentPath.Point(kind, from, to, 0, point);
        AssertClose(from, point);
        LatentPath.Point(kind, from, to, 1, point);
        AssertClose(to, point);
    }

    [Fact]
    public void A_spherical_way_keeps_its_length_and_turns_evenly()
    {
        float[] point = new float[2];
        for (int i = 0; i <= 4; i++)
        {
            LatentPath.Point(LatentPathKind.Spherical, [2f, 0f], [0f, 2f], i / 4.0, point);
            AssertClose([(float)(2 * Math.Cos(Math.PI * i / 8)), (float)(2 * Math.Sin(Math.PI * i / 8))], point);
        }
    }

    [Fact]
    public void A_spherical_way_between_unequal_lengths_goes_evenly_from_one_to_the_other()
    {
        float[] point = new float[2];
        LatentPath.Point(LatentPathKind.Spherical, [1f, 0f], [0f, 3f], 0.5, point);
        Assert.Equal(2, Math.Sqrt((point[0] * point[0]) + (point[1] * point[1])), 5);
    }

    [Theory]
    [InlineData(1f, 1f)]
    [InlineData(1f, -1f)]
    [InlineData(0f, 1f)]
    public void Where_there_is_no_circle_the_way_is_straight(float first, float second)
    {
        float[] point = new float[1];
        LatentPath.Point(LatentPathKind.Spherical, [first], [second], 0.25, point);
        Assert.Equal((0.75f * first) + (0.25f * second), point[0], 5);
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        foreach (var (one, other) in expected.Zip(actual))
            Assert.Equal(one, other, 5);
    }
}
