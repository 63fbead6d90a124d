using FsCheck;
using FsCheck.Fluent;

namespace GanActors.Pictures.Tests;

public sealed class ScheduleStripTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 1)]
    [InlineData(2, 6)]
    public void A_fixed_schedule_is_two_level_bands_in_the_shares_of_the_steps(int discriminator, int generator)
    {
        var course = Iterations(1, 300, _ => (discriminator, generator));
        var picture = new ScheduleStrip().Draw(course, course[..20], course[^20..]);
        double share = (double)discriminator / (discriminator + generator);
        foreach (int column in new[] { 150, 600, 1100 })
        {
            int height = Count(picture, column, Palette.Discriminator) + Count(picture, column, Palette.Generator);
            Assert.InRange(height, 150, 250);
            Assert.InRange(Count(picture, column, Palette.Discriminator), (height * share) - 1, (height * share) + 1);
        }
    }

    [Fact]
    public void A_network_that_is_frozen_for_long_is_gone_for_as_long()
    {
        var course = Iterations(1, 1000, iteration => iteration <= 500 ? (3, 0) : (1, 1));
        var picture = new ScheduleStrip().Draw(course, [], []);
        Assert.Equal(0, Count(picture, 300, Palette.Generator));
        Assert.Equal(Count(picture, 1000, Palette.Generator), Count(picture, 1000, Palette.Discriminator), tolerance: 1);
    }

    [Fact]
    public void Each_step_of_the_first_and_last_iterations_is_a_cell()
    {
        var course = Iterations(1, 100, iteration => iteration == 1 ? (2, 1) : iteration == 100 ? (0, 3) : (1, 1));
        var one = new ScheduleStrip().Draw(course, course[..1], []);
        var both = new ScheduleStrip().Draw(course, course[..1], course[^1..]);
        Assert.Equal(["D", "D", "G"], Cells(one, 330 + 28 + 2));
        Assert.Equal(["D", "D", "G"], Cells(both, 330 + 28 + 2));
        Assert.Equal(["G", "G", "G"], Cells(both, 330 + 104 + 28 + 2));
        Assert.Equal(104, both.Height - one.Height);
    }

    [Fact]
    public void Iterations_shown_at_the_start_are_not_shown_again_at_the_end()
    {
        var course = Iterations(1, 12, _ => (1, 1));
        Assert.Equal(330 + 104, new ScheduleStrip().Draw(course, course, course).Height);
    }

    [Fact]
    public void Any_course_can_be_drawn()
    {
        var courses = from count in Gen.Choose(0, 60)
                      from steps in Gen.ArrayOf(Gen.Elements(0, 1, 2, 5, 100, 4096), 2 * count)
                      from length in Gen.Choose(1, 1000)
                      select (count, steps, length);
        Prop.ForAll(courses.ToArbitrary(), given =>
        {
            var course = Enumerable.Range(0, given.count)
                .Select(i => new TurnSpan(1 + ((long)i * given.length), (i + 1L) * given.length, given.steps[2 * i], given.steps[(2 * i) + 1])).ToArray();
            var singles = Iterations(1, given.count, i => (given.steps[2 * (i - 1)], given.steps[(2 * i) - 1]));
            var picture = new ScheduleStrip { Title = "any", Width = 500 }.Draw(course, singles, [.. singles.Reverse().Take(9).Reverse()]);
            Assert.Equal(500, picture.Width);
            Assert.True(Enumerable.Range(0, picture.Height).All(y => picture[499, y].SequenceEqual((ReadOnlySpan<byte>)[255, 255, 255])), "ink at the right edge");
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_is_no_course_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new ScheduleStrip().Draw([new(1, 2, 1, 1), new(2, 3, 1, 1)], [], []));
        Assert.Throws<ArgumentException>(() => new ScheduleStrip().Draw([new(0, 2, 1, 1)], [], []));
        Assert.Throws<ArgumentException>(() => new ScheduleStrip().Draw([new(1, 2, -1, 1)], [], []));
        Assert.Throws<ArgumentException>(() => new ScheduleStrip { Width = 10 }.Draw([], [], []));
    }

    private static TurnSpan[] Iterations(int first, int count, Func<int, (int Discriminator, int Generator)> steps) =>
        [.. Enumerable.Range(first, count).Select(i => new TurnSpan(i, i, steps(i).Discriminator, steps(i).Generator))];

    private static bool Is(Pixmap picture, int x, int y, Rgb colour) => picture[x, y].SequenceEqual((ReadOnlySpan<byte>)[colour.R, colour.G, colour.B]);

    // Rows of the chart below the legend.
    private static int Count(Pixmap picture, int column, Rgb colour) => Enumerable.Range(60, 330 - 60).Count(y => Is(picture, column, y, colour));

    private static List<string> Cells(Pixmap picture, int row)
    {
        var cells = new List<string>();
        bool inside = false;
        for (int x = 0; x < picture.Width; x++)
        {
            string? cell = Is(picture, x, row, Palette.Discriminator) ? "D" : Is(picture, x, row, Palette.Generator) ? "G" : null;
            if (cell is not null && !inside)
                cells.Add(cell);
            inside = cell is not null;
        }

        return cells;
    }
}
