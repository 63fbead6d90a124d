using System.CommandLine;
using GanActors.Server.Clusters;
using GanActors.Server.Runs;

namespace GanActors.Cli.Commands;

/// <summary><c>--cluster</c>: which cluster a command speaks to.</summary>
internal sealed class ClusterOption() : Option<string?>("--cluster")
{
    /// <summary>The option, with its description.</summary>
    public static ClusterOption Create() => new()
    {
        Description = $"The cluster: {ClusterAddress.Forms}; else {ClusterAddress.Variable}",
        HelpName = "ADDRESS",
    };

    /// <summary>The cluster that is named, by the option or by the environment; null if none is.</summary>
    /// <exception cref="ClusterException">What is named is no address, or this build knows no clusters.</exception>
    public ClusterAddress? Find(ParseResult parsed)
    {
        string? text = parsed.GetValue(this);
        string source = Name;
        if (text is null && Environment.GetEnvironmentVariable(ClusterAddress.Variable) is { Length: > 0 } fromEnvironment)
            (text, source) = (fromEnvironment, ClusterAddress.Variable);
        if (text is null)
            return null;
        ClusterStack.Require();
        return ClusterAddress.Parse(text, source);
    }

    /// <summary>The cluster that is named, for a command that is of no use without one.</summary>
    /// <exception cref="BadInputException">None is named.</exception>
    /// <inheritdoc cref="Find"/>
    public ClusterAddress Require(ParseResult parsed)
    {
        ClusterStack.Require();
        return Find(parsed) ?? throw new BadInputException($"--cluster is missing: it takes {ClusterAddress.Forms}; or set {ClusterAddress.Variable}");
    }
}
