using System.Text.Json.Nodes;

namespace GanActors.Deploy.Tests.Kubernetes;

public sealed class ManifestTests
{
    public static TheoryData<string> Overlays => Manifests.Overlays;

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Silos_are_given_longer_to_leave_than_a_checkpoint_takes(string overlay)
    {
        foreach (var pod in await Pods(overlay))
            Assert.True((int)pod["terminationGracePeriodSeconds"]! > Drain.Seconds);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Probes_ask_pages_that_there_are_at_ports_that_there_are(string overlay)
    {
        // Where the addresses are said; a silo of a cluster answers at the same ones.
        string pages = Repository.Read("src/GanActors.Server/Hosting/PageServer.cs");
        foreach (var container in (await Pods(overlay)).Select(Container))
        {
            string[] ports = [.. container["ports"]!.AsArray().Select(port => (string)port!["name"]!)];
            foreach (var (probe, page) in new[] { ("startupProbe", "/health/live"), ("livenessProbe", "/health/live"), ("readinessProbe", "/health/ready") })
            {
                Assert.Equal(page, (string?)container[probe]!["httpGet"]!["path"]);
                Assert.Contains($"\"{page}\"", pages, StringComparison.Ordinal);
                Assert.Contains((string)container[probe]!["httpGet"]!["port"]!, ports);
            }

            // A silo that others have given up may live on for a while before it is ended, and one that starts may wait for its store.
            Assert.True((int)container["livenessProbe"]!["periodSeconds"]! * (int)container["livenessProbe"]!["failureThreshold"]! >= 60);
            Assert.True((int)container["startupProbe"]!["periodSeconds"]! * (int)container["startupProbe"]!["failureThreshold"]! >= 300);
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Whatever_selects_selects_something(string overlay)
    {
        var objects = await Manifests.Of(overlay);
        var labels = objects.Of("Deployment").Select(deployment => deployment["spec"]!["template"]!["metadata"]!["labels"]!).ToArray();
        foreach (var deployment in objects.Of("Deployment"))
            Assert.Equal(1, labels.Count(each => Manifests.Selects(deployment["spec"]!["selector"]!, each)));
        // Each Deployment has a budget of its own: those of two that speak of one pod hinder every eviction.
        foreach (var each in labels)
            Assert.Equal(1, objects.Of("PodDisruptionBudget").Count(budget => Manifests.Selects(budget["spec"]!["selector"]!, each)));
        var service = objects.Named("Service", "silos");
        Assert.All(labels, each => Assert.True(Manifests.Selects(service["spec"]!["selector"]!, each)));
        var monitor = Assert.Single(objects.Of("ServiceMonitor"));
        Assert.True(Manifests.Selects(monitor["spec"]!["selector"]!, service["metadata"]!["labels"]!));
        Assert.Contains((string?)monitor["spec"]!["endpoints"]![0]!["port"], service["spec"]!["ports"]!.AsArray().Select(port => (string?)port!["name"]));
        // Alerts ask for the job that the label names.
        Assert.Equal("ganactors", (string?)service["metadata"]!["labels"]![(string)monitor["spec"]!["jobLabel"]!]);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Nothing_runs_as_root_or_may_become_it_or_speaks_to_Kubernetes(string overlay)
    {
        var objects = await Manifests.Of(overlay);
        Assert.DoesNotContain(objects, each => ((string)each["kind"]!).Contains("Role", StringComparison.Ordinal));
        Assert.False((bool)Assert.Single(objects.Of("ServiceAccount"))["automountServiceAccountToken"]!);
        Assert.Equal("restricted", (string?)Assert.Single(objects.Of("Namespace"))["metadata"]!["labels"]!["pod-security.kubernetes.io/enforce"]);
        foreach (var pod in await Pods(overlay))
            IsRestricted(pod);
        IsRestricted(Yaml.File("deploy/k8s/examples/train.yaml")["spec"]!["template"]!["spec"]!);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Silos_are_bounded_in_memory_and_not_throttled(string overlay)
    {
        foreach (var resources in (await Pods(overlay)).Select(pod => Container(pod)["resources"]!))
        {
            Assert.NotNull(resources["requests"]!["cpu"]);
            Assert.Null(resources["limits"]!["cpu"]);
            Assert.NotNull(resources["limits"]!["memory"]);
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Images_have_a_version_and_none_is_left_unnamed(string overlay)
    {
        foreach (var container in (await Pods(overlay)).Select(Container))
            Assert.Matches(@"^registry\.example/ganactors:[0-9]+\.[0-9]+\.[0-9]+(-cuda)?$", (string)container["image"]!);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Secrets_are_only_named(string overlay)
    {
        var objects = await Manifests.Of(overlay);
        Assert.Empty(objects.Of("Secret"));
        foreach (var variable in (await Pods(overlay)).SelectMany(pod => Container(pod)["env"]!.AsArray()))
        {
            if ((string)variable!["name"]! is "GANACTORS_CLUSTER" or "GANACTORS_CHECKPOINTS")
                Assert.Equal("ganactors-cluster", (string?)variable["valueFrom"]!["secretKeyRef"]!["name"]);
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Only_silos_clients_and_Prometheus_are_let_in(string overlay)
    {
        var objects = await Manifests.Of(overlay);
        string[] ports = [.. Container((await Pods(overlay))[0])["ports"]!.AsArray().Select(port => (string)port!["name"]!)];
        var policies = objects.Of("NetworkPolicy").Select(policy => policy["spec"]!).ToArray();
        foreach (var deployment in objects.Of("Deployment"))
            Assert.Contains(policies, policy => Manifests.Selects(policy["podSelector"]!, deployment["spec"]!["template"]!["metadata"]!["labels"]!));
        foreach (var rule in policies.SelectMany(policy => policy["ingress"]?.AsArray() ?? []))
        {
            // A rule without either would let in everybody, or to everything.
            Assert.NotEmpty(rule!["from"]!.AsArray());
            Assert.All(rule["ports"]!.AsArray(), port => Assert.Contains((string)port!["port"]!, ports));
        }

        var client = Yaml.File("deploy/k8s/examples/train.yaml")["spec"]!["template"]!["metadata"]!["labels"]!;
        Assert.Contains(policies.SelectMany(policy => policy["ingress"]?.AsArray() ?? []), rule => rule!["from"]!.AsArray().Any(from =>
            from!["podSelector"] is { } pods && Manifests.Selects(pods, client) && rule["ports"]!.AsArray().Select(port => (string?)port!["port"]).SequenceEqual(["gateway"])));
    }

    [Fact]
    public async Task Silos_on_GPUs_ask_for_one_and_go_where_they_are_and_need_no_spare_one()
    {
        foreach (string overlay in new[] { "gpu", "azure" })
        {
            var deployment = (await Manifests.Of(overlay)).Named("Deployment", "silo-gpu")["spec"]!;
            var pod = deployment["template"]!["spec"]!;
            var resources = Container(pod)["resources"]!;
            Assert.Equal(1, (int)resources["limits"]!["nvidia.com/gpu"]!);
            Assert.Equal(1, (int)resources["requests"]!["nvidia.com/gpu"]!);
            Assert.Contains(pod["tolerations"]!.AsArray(), toleration => (string?)toleration!["key"] == "nvidia.com/gpu" && (string?)toleration["effect"] == "NoSchedule");
            Assert.Single(pod["nodeSelector"]!.AsObject());
            Assert.EndsWith("-cuda", (string)Container(pod)["image"]!, StringComparison.Ordinal);
            Assert.Equal((0, 1), ((int)deployment["strategy"]!["rollingUpdate"]!["maxSurge"]!, (int)deployment["strategy"]!["rollingUpdate"]!["maxUnavailable"]!));
        }

        // And nobody else's image has CUDA in it, or waits for a GPU.
        foreach (var deployment in (await Manifests.Of("azure")).Of("Deployment").Where(deployment => (string?)deployment["metadata"]!["name"] != "silo-gpu"))
        {
            Assert.DoesNotContain("cuda", (string)Container(deployment["spec"]!["template"]!["spec"]!)["image"]!, StringComparison.Ordinal);
            Assert.Null(deployment["spec"]!["template"]!["spec"]!["nodeSelector"]);
            Assert.Equal((1, 0), ((int)deployment["spec"]!["strategy"]!["rollingUpdate"]!["maxSurge"]!, (int)deployment["spec"]!["strategy"]!["rollingUpdate"]!["maxUnavailable"]!));
        }
    }

    [Fact]
    public async Task On_Azure_checkpoints_go_to_blobs_and_folders_are_shared()
    {
        var objects = await Manifests.Of("azure");
        foreach (var pod in await Pods("azure"))
            Assert.Contains(Container(pod)["env"]!.AsArray(), variable => (string?)variable!["name"] == "GANACTORS_CHECKPOINTS");
        foreach (var claim in objects.Of("PersistentVolumeClaim"))
            Assert.Equal(("ReadWriteMany", "azurefile-csi-nfs"), ((string?)claim["spec"]!["accessModes"]![0], (string?)claim["spec"]!["storageClassName"]));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Containers_are_started_as_the_command_line_wants_it(string overlay)
    {
        var pods = (await Pods(overlay)).Append(Yaml.File("deploy/k8s/examples/train.yaml")["spec"]!["template"]!["spec"]!);
        foreach (string[] words in pods.Select(pod => Container(pod)["args"]!.AsArray().Select(word => (string)word!).ToArray()).DistinctBy(words => string.Join(' ', words)))
            await ContainerArguments.AreKnown(words);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Everything_is_in_the_namespace(string overlay)
    {
        foreach (var each in await Manifests.Of(overlay))
            Assert.Equal("ganactors", (string?)each["metadata"]![(string?)each["kind"] == "Namespace" ? "name" : "namespace"]);
    }

    private static void IsRestricted(JsonNode pod)
    {
        Assert.False((bool)pod["automountServiceAccountToken"]!);
        Assert.True((bool)pod["securityContext"]!["runAsNonRoot"]!);
        Assert.True((int)pod["securityContext"]!["runAsUser"]! > 0);
        Assert.Equal("RuntimeDefault", (string?)pod["securityContext"]!["seccompProfile"]!["type"]);
        var container = Container(pod)["securityContext"]!;
        Assert.False((bool)container["allowPrivilegeEscalation"]!);
        Assert.True((bool)container["readOnlyRootFilesystem"]!);
        Assert.Equal("ALL", (string?)Assert.Single(container["capabilities"]!["drop"]!.AsArray()));
        // What it writes to is a volume.
        string[] volumes = [.. pod["volumes"]!.AsArray().Select(volume => (string)volume!["name"]!)];
        Assert.Equal(volumes.Order(), Container(pod)["volumeMounts"]!.AsArray().Select(mount => (string)mount!["name"]!).Order());
    }

    private static async Task<JsonNode[]> Pods(string overlay) =>
        [.. (await Manifests.Of(overlay)).Of("Deployment").Select(deployment => deployment["spec"]!["template"]!["spec"]!)];

    private static JsonNode Container(JsonNode pod) => Assert.Single(pod["containers"]!.AsArray())!;
}
