namespace GanActors.Pictures.Tests;

public sealed class StrokeFontTests
{
    [Fact]
    public void The_font_has_every_printable_ascii_character() =>
        Assert.Empty(Enumerable.Range(32, 95).Select(code => (char)code).Except(StrokeFont.Characters));

    [Fact]
    public void No_two_letters_look_the_same()
    {
        var seen = new Dictionary<string, char>();
        foreach (char letter in StrokeFont.Characters)
        {
            string look = Convert.ToBase64String(Draw(letter.ToString(), TextStyle.Small).Pixels);
            Assert.True(seen.TryAdd(look, letter), $"'{letter}' looks like '{seen.GetValueOrDefault(look)}'");
        }
    }

    [Fact]
    public void Letters_stay_within_their_advance_and_line()
    {
        foreach (TextStyle style in (TextStyle[])[TextStyle.Small, TextStyle.Label, TextStyle.Title])
        {
            foreach (char letter in StrokeFont.Characters)
            {
                Pixmap picture = Draw(letter.ToString(), style);
                int right = 20 + StrokeFont.Measure(letter.ToString(), style);
                for (int y = 0; y < picture.Height; y++)
                {
                    for (int x = 0; x < picture.Width; x++)
                    {
                        bool near = x >= 18 && x < right + 2 && y >= 40 - (1.4 * style.CapHeight) && y <= 40 + (0.5 * style.CapHeight);
                        Assert.True(near || picture[x, y][0] > 230, $"'{letter}' inks ({x}, {y})");
                    }
                }
            }
        }
    }

    [Fact]
    public void Stems_and_bars_cover_whole_pixels()
    {
        // A row through the stems, above the bars at the foot: full ink somewhere, whatever the size.
        foreach (TextStyle style in (TextStyle[])[TextStyle.Small, TextStyle.Label, TextStyle.Title])
        {
            foreach (char letter in "EHILTlhn")
            {
                Pixmap picture = Draw(letter.ToString(), style);
                byte darkest = 255;
                for (int x = 0; x < picture.Width; x++)
                    darkest = Math.Min(darkest, picture[x, 40 - 3][0]);
                Assert.Equal(0, darkest);
            }
        }
    }

    [Fact]
    public void Upright_text_is_the_same_text_turned()
    {
        Pixmap level = Draw("loss", TextStyle.Label);
        var canvas = new Canvas(100, 100, new Rgb(255, 255, 255));
        StrokeFont.Draw(canvas, "loss", 40, 80, TextStyle.Label, default, upwards: true);
        for (int y = 0; y < 100; y++)
        {
            for (int x = 0; x < 100; x++)
            {
                // The baseline y = 40 becomes x = 40; the start x = 20 becomes y = 80.
                int turnedX = y, turnedY = 100 - 1 - x;
                Assert.Equal(level[x, y][0], canvas.Picture[turnedX, turnedY][0]);
            }
        }
    }

    [Fact]
    public void Text_that_does_not_fit_ends_with_an_ellipsis()
    {
        string fitted = StrokeFont.Fit("a very long title", TextStyle.Title, 90);
        Assert.EndsWith("\u2026", fitted, StringComparison.Ordinal);
        Assert.True(StrokeFont.Measure(fitted, TextStyle.Title) <= 90);
        Assert.Equal("short", StrokeFont.Fit("short", TextStyle.Title, 90));
    }

    [Fact]
    public void An_unknown_character_is_a_box_and_not_an_error() =>
        Assert.Contains(Draw("\u4E00", TextStyle.Small).Pixels.ToArray(), value => value == 0);

    private static Pixmap Draw(string text, TextStyle style)
    {
        var canvas = new Canvas(100, 100, new Rgb(255, 255, 255));
        StrokeFont.Draw(canvas, text, 20, 40, style, default);
        return canvas.Picture;
    }
}
