using System.CommandLine;
using GanActors.Cli.Serving;
using GanActors.Server;
using GanActors.Server.Clusters;

namespace GanActors.Cli.Commands;

/// <summary><c>ganactors serve</c>: a server with pages, and on the cluster stack a silo of a cluster, until it is told to end.</summary>
internal static class ServeCommand
{
    private const ulong LastPort = 65_535;

    public static Command Create(Surroundings surroundings)
    {
        var pages = new PageOptions();
        var cluster = ClusterOption.Create();
        var role = ChoiceOption.Create(
            "--role", "Of a silo of a cluster: all trains and takes clients in; silo only trains; client-gateway only takes clients in. Else all",
            ("all", SiloRole.All), ("silo", SiloRole.Silo), ("client-gateway", SiloRole.ClientGateway));
        var siloPort = WholeNumberOption.Create("--silo-port", $"Where it speaks with other silos; else {LocalhostCluster.DefaultSilo}", 1, LastPort);
        var gatewayPort = WholeNumberOption.Create("--gateway-port", $"Where it takes clients in; else {LocalhostCluster.DefaultGateway}", 1, LastPort);
        var httpPort = WholeNumberOption.Create("--http-port", $"Where a silo of a cluster says how it is; 0 for a free port of this machine alone, else {ServeSettings.DefaultHttpPort}", 0, LastPort);
        var advertise = new Option<string?>("--advertise") { Description = "Address or name under which the others reach it; else this machine's first address", HelpName = "HOST" };
        var lanes = WholeNumberOption.Create("--lanes", "CPU lanes: runs that train at once; else as many as the cores have room for, or none beside GPUs", 1, 1_024);
        var threads = WholeNumberOption.Create("--threads", "Threads of a CPU lane; else 1", 1, 1_024);
        var engine = new EngineOptions();
        var data = new Option<string?>("--data") { Description = "Where data sets lie by name; else GANACTORS_DATA, else the user's cache folder", HelpName = "DIR" };
        var wire = ChoiceOption.Create("--wire", "How batches go to another silo: float32 is exact, float16 half as long. Else float32", ("float32", false), ("float16", true));
        var serve = new CommandWithExamples(
            "serve", "Serves pages and an HTTP API to train with, or makes this machine a silo of a cluster, until Ctrl-C or SIGTERM",
            new Example("ganactors serve", $"Pages at {Server.Hosting.PageSettings.DefaultUrl}: start runs, watch them, stop them."),
            new Example("ganactors serve --urls http://0.0.0.0:5080", "For others, too: make a key first, with `ganactors keys add NAME`."),
            new Example("ganactors serve --cluster localhost", "A cluster of one, to try: then `ganactors train --cluster localhost` elsewhere."),
            new Example("ganactors serve --cluster \"postgresql:Host=db;Database=gan;Username=gan\" --advertise 10.0.0.7", "One of many silos; see docs/cluster.md."));
        foreach (var option in (IEnumerable<Option>)[.. pages.All, lanes, threads, .. engine.All, data, cluster, role, siloPort, gatewayPort, httpPort, advertise, wire])
            serve.Options.Add(option);
        Option[] ofClusters = [role, siloPort, gatewayPort, httpPort, advertise, wire];
        serve.Validators.Add(result =>
        {
            // A build that knows no clusters says so when it comes to it.
            if (ClusterStack.Name != "cluster" || result.GetResult(cluster) is not null || Environment.GetEnvironmentVariable(ClusterAddress.Variable) is { Length: > 0 })
                return;
            foreach (var option in ofClusters)
            {
                if (result.GetResult(option) is { Implicit: false })
                    result.AddError($"{option.Name} is for a silo of a cluster: name one with --cluster");
            }
        });
        serve.SetAction((parsed, stop) =>
        {
            if (ofClusters.Any(option => parsed.GetResult(option) is { Implicit: false }))
                ClusterStack.Require();
            var address = cluster.Find(parsed);
            var (kind, tensorFloat32) = engine.Of(parsed);
            var silo = new SiloSettings(
                (int?)parsed.GetValue(threads) ?? 1, surroundings.Catalog(parsed.GetValue(data)), Lanes: (int?)parsed.GetValue(lanes), Engine: kind, TensorFloat32: tensorFloat32);
            var member = address is null ? null : new ServeSettings(
                address,
                silo,
                parsed.GetValue(role) ?? SiloRole.All,
                (int?)parsed.GetValue(siloPort),
                (int?)parsed.GetValue(gatewayPort),
                parsed.GetValue(advertise),
                (int?)parsed.GetValue(httpPort) ?? ServeSettings.DefaultHttpPort,
                parsed.GetValue(wire) ?? false);
            return new ServeSession(silo, member, pages.Wish(parsed, surroundings), surroundings).RunAsync(stop);
        });
        return serve;
    }
}
