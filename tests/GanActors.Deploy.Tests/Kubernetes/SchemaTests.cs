using System.Diagnostics;
using System.Text.Json.Nodes;

namespace GanActors.Deploy.Tests.Kubernetes;

/// <summary>
/// Manifests against the schemas of Kubernetes and of the Prometheus operator, from npm packages made of them: types, what is required, and fields that there are not. What the
/// API server checks beyond its schema (and admission) is not checked here.
/// </summary>
public sealed class SchemaTests
{
    // The folder of node_modules that has them.
    private const string Variable = "GANACTORS_NODE_MODULES";
    private static readonly string[] Packages = ["kubernetes-models", "@kubernetes-models/prometheus-operator"];

    public static TheoryData<string> Overlays => Manifests.Overlays;

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Manifests_are_as_their_schemas_want_them(string overlay)
    {
        var objects = await Manifests.Of(overlay);
        Assert.Equal(("", objects.Length), await Check(objects));
    }

    [Fact]
    public async Task The_example_is_as_its_schema_wants_it() => Assert.Equal(("", 1), await Check(Yaml.File("deploy/k8s/examples/train.yaml")));

    [Fact]
    public async Task A_mistake_is_found()
    {
        var job = Yaml.File("deploy/k8s/examples/train.yaml");
        job["spec"]!["backoffLimit"] = "ten";
        job["spec"]!["template"]!["spec"]!["containers"]![0]!["volumeMounts"]![0]!["mountpath"] = "/";
        var (faults, _) = await Check(job);
        Assert.Contains("backoffLimit must be integer", faults, StringComparison.Ordinal);
        Assert.Contains("containers[0].volumeMounts[0]: there is no field mountpath", faults, StringComparison.Ordinal);
    }

    private static async Task<(string Faults, int Checked)> Check(params JsonNode[] objects)
    {
        string modules = Environment.GetEnvironmentVariable(Variable) ?? "";
        foreach (string package in Packages)
            Assert.SkipUnless(Directory.Exists(Path.Combine(modules, package)), $"{Variable} names no node_modules with {package}; npm install {package} makes one");
        using var node = new Process
        {
            StartInfo = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "Kubernetes", "schemas.mjs"), modules])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        node.Start();
        var error = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.StandardInput.WriteAsync(new JsonArray([.. objects.Select(each => each.DeepClone())]).ToJsonString());
        node.StandardInput.Close();
        string faults = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        string said = await error;
        Assert.True(node.ExitCode == 0, said);
        return (faults.Trim(), int.Parse(said.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
    }
}
