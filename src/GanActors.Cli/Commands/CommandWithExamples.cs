using System.CommandLine;

namespace GanActors.Cli.Commands;

/// <summary>A command line worth showing, and what it does.</summary>
internal sealed record Example(string CommandLine, string Meaning);

/// <summary>A command whose help ends with examples.</summary>
internal sealed class CommandWithExamples(string name, string description, params Example[] examples) : Command(name, description)
{
    public IReadOnlyList<Example> Examples { get; } = examples;
}
