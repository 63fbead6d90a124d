using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using System.Runtime.InteropServices;

namespace GanActors.Cli.Commands;

/// <summary>For example <c>ganactors 0.1.0 (.NET 10.0.1, linux-x64)</c>.</summary>
internal sealed class PrintVersion : SynchronousCommandLineAction
{
    public static string Product { get; } =
        typeof(PrintVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(
            $"ganactors {Product} ({RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier})");
        return ExitCode.Done;
    }
}
