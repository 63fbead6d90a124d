namespace GanActors.Randomness.Tests;

/// <summary>Known answers of Philox 4x32-10, as published with Random123.</summary>
public sealed class PhiloxTests
{
    [Fact]
    public void Zero_key_and_counter_give_the_published_words() =>
        Assert.Equal(new PhiloxBlock(0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8), Philox.Block(0, 0, 0, 0, 0));

    [Fact]
    public void All_ones_give_the_published_words() =>
        Assert.Equal(
            new PhiloxBlock(0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD),
            Philox.Block(ulong.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue));

    [Fact]
    public void The_digits_of_pi_give_the_published_words() =>
        Assert.Equal(
            new PhiloxBlock(0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
            Philox.Block(0x299F31D0A4093822, 0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344));
}
