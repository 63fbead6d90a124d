namespace GanActors.Fuzzing.Tests;

/// <summary>What an error must be like: of one line that can be read, and about the input.</summary>
internal static class Refusal
{
    /// <summary>Characters of a message, beside the paths in it.</summary>
    public const int Longest = 1_200;

    /// <summary>Checks a message.</summary>
    /// <param name="message">The reader's.</param>
    /// <param name="names">What it must name, such as the file.</param>
    /// <returns>False, as a refusal is no value.</returns>
    public static bool Check(string message, params ReadOnlySpan<string> names)
    {
        int paths = 0;
        foreach (string name in names)
        {
            if (!message.Contains(name, StringComparison.Ordinal))
                throw new InvalidDataException($"the message does not name {name}: {message}");
            paths += name.Length;
        }

        if (string.IsNullOrWhiteSpace(message) || message.Length > Longest + (2 * paths))
            throw new InvalidDataException($"a message of {message.Length} characters: {message[..Math.Min(200, message.Length)]}");
        if (ForeignText.Plain(message) != message)
            throw new InvalidDataException($"the message has characters that are not shown as they are: {ForeignText.Plain(message)}");

        return false;
    }
}
