using FsCheck;
using FsCheck.Fluent;

namespace GanActors.Fuzzing.Tests;

public sealed class ForeignTextTests
{
    [Theory]
    [InlineData("plain, ä, 語, 😀", "plain, ä, 語, 😀")]
    [InlineData("two\r\nlines\u2028and a\ttab", "two  lines and a tab")]
    [InlineData("\u001b[31mred\u0007\0", "?[31mred??")]
    [InlineData("abc\u202edcb", "abc?dcb")]
    [InlineData("", "")]
    public void What_a_terminal_would_obey_is_not_printed(string text, string shown) => Assert.Equal(shown, ForeignText.Plain(text));

    [Fact]
    public void Half_a_character_is_none()
    {
        const char high = (char)0xD83D, low = (char)0xDE00;
        Assert.Equal("half ? of ?", ForeignText.Plain($"half {high} of {low}"));
        Assert.Equal($"{high}{low}?", ForeignText.Plain($"{high}{low}{low}"));
    }

    [Fact]
    public void A_long_text_keeps_its_beginning_and_its_end()
    {
        Assert.Equal("It begin ... end", ForeignText.Short("It begins, goes on for long, and comes to an end", 16));
        Assert.Equal("short", ForeignText.Short("short", 16));
    }

    [Fact]
    public void Of_any_text_a_line_of_the_wanted_length_is_left() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), ArbMap.Default.ArbFor<byte>(), (text, length) =>
        {
            string whole = string.Concat(Enumerable.Repeat(text ?? "", 5));
            string plain = ForeignText.Plain(whole), cut = ForeignText.Short(whole, 9 + length);
            return plain.Length == whole.Length && ForeignText.Plain(plain) == plain && cut.Length <= 9 + length && ForeignText.Plain(cut) == cut;
        }).QuickCheckThrowOnFailure();
}
