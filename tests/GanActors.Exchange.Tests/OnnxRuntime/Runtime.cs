using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using GanActors.Networks;

namespace GanActors.Exchange.Tests;

/// <summary>onnxruntime, which others run our models with. It comes as the npm package onnxruntime-node and needs node.</summary>
internal static class Runtime
{
    /// <summary>The folder of <c>node_modules</c> that has it.</summary>
    private const string Variable = "GANACTORS_NODE_MODULES";

    /// <summary>Runs a model, or skips the test where there is nothing to run it with.</summary>
    /// <returns>Dimensions and numbers of the output.</returns>
    public static async Task<(long[] Dimensions, float[] Values)> Run(string model, Batch noise)
    {
        string modules = Environment.GetEnvironmentVariable(Variable) ?? "";
        Assert.SkipWhen(modules.Length == 0, $"{Variable} names no node_modules with onnxruntime-node; npm install onnxruntime-node makes one");
        Assert.SkipUnless(Directory.Exists(Path.Combine(modules, "onnxruntime-node")), $"{modules} has no onnxruntime-node");
        string input = model + ".in", output = model + ".out";
        await File.WriteAllBytesAsync(input, MemoryMarshal.AsBytes(noise.Values.Span).ToArray(), TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in new[]
        {
            Path.Combine(AppContext.BaseDirectory, "OnnxRuntime", "run.cjs"), model, input,
            noise.Count.ToString(CultureInfo.InvariantCulture), noise.Item.Size.ToString(CultureInfo.InvariantCulture), output,
            string.Join(',', noise.Classes.ToArray()),
        })
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["NODE_PATH"] = modules;
        using var process = Start(start);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string dimensions = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await error);
        float[] values = MemoryMarshal.Cast<byte, float>(await File.ReadAllBytesAsync(output, TestContext.Current.CancellationToken)).ToArray();
        return ([.. dimensions.Trim('[', ']').Split(',').Select(each => long.Parse(each, CultureInfo.InvariantCulture))], values);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("node is not installed");
            throw;
        }
    }
}
