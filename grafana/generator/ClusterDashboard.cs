namespace GanActors.Grafana;

/// <summary>Silos: their devices, what they say to each other, what they cost.</summary>
internal static class ClusterDashboard
{
    public static Dashboard Create() => new(
        "cluster",
        "GanActors: Cluster",
        "Silos: devices and lanes, what networks send each other, Orleans' own figures, garbage collection, processors and memory.",
        [],
        [],
        [
            new Row(
                "Now",
                new Figure("Silos that answer", "Silos that tell Prometheus how they are.", Unit.Number, new Query($"count({Of.Silo("ganactors_silo_info")})", "silos")),
                new Figure("Silos of the cluster", "Silos that have told the board of their devices lately. Only on a cluster.", Unit.Number, new Query($"max({Of.Silo("ganactors_cluster_silos")})", "silos")),
                new Figure(
                    "Runs", "Runs under way on the chosen silos.", Unit.Number,
                    new Query($"sum({Of.Silo("ganactors_runs", "state=\"running\"")})", "runs")),
                new Figure(
                    "Waiting", "Runs that wait for a device.", Unit.Number,
                    new Query($"sum({Of.Silo("ganactors_runs", "state=\"waiting\"")})", "waiting")) { Bounds = [(1, "yellow")] },
                new Figure(
                    "Lanes taken", "Share of the places on lanes that networks have.", Unit.Share,
                    new Query($"sum({Of.Silo("ganactors_lane_networks")}) / sum({Of.Silo("ganactors_lane_capacity")})", "taken")) { Scale = (0, 1), Bounds = [(1, "yellow")] },
                new Figure(
                    "Occupancy", "Share of the time that lanes are taken by steps, over all silos and lanes.", Unit.Share,
                    new Query($"avg({Of.Silo("instance:ganactors_lane_occupancy:rate1m")})", "busy")) { Scale = (0, 1) },
                new Table(
                    "Silos", "Who is there, of which version. All silos of a cluster should have the same.", Unit.Number,
                    [
                        new Column("silo", Label: "silo"),
                        new Column("address", Label: "instance"),
                        new Column("stack", Label: "stack"),
                        new Column("version", Label: "version"),
                        new Column("there", Value: "A", IsHidden: true),
                    ],
                    new Query(Of.Silo("ganactors_silo_info"), "silo")) { Width = 12, Height = 7 },
                new Table(
                    "Devices", "What stands behind each lane, and the networks on it.", Unit.Number,
                    [
                        new Column("silo", Label: "instance"),
                        new Column("lane", Label: "lane"),
                        new Column("kind", Label: "kind"),
                        new Column("device", Label: "device"),
                        new Column("networks", Value: "A"),
                    ],
                    new Query($"{Of.Silo("ganactors_lane_networks")} * on (job, instance, lane) group_left (device) {Of.Silo("ganactors_device_info")}", "lane")) { Width = 12, Height = 7 }),
            new Row(
                "Devices",
                new Graph(
                    "Lanes at work", "Share of the time a lane is taken by steps of networks.", Unit.Share,
                    new Query(Of.Rate(Of.Silo("ganactors_lane_busy_seconds_total")), "{{instance}} lane {{lane}} ({{kind}})")) { Scale = (0, 1) },
                new Graph(
                    "Waiting for a lane", "Commands that wait, lane by lane. More than the networks on it means that something asks twice.", Unit.Number,
                    new Query(Of.Silo("ganactors_lane_queue"), "{{instance}} lane {{lane}} ({{kind}})")),
                new Graph(
                    "Wait for a lane, 95th percentile", "How long a command waits for its lane: 95 of 100 wait less.", Unit.Seconds,
                    new Query(Of.Quantile("0.95", "ganactors_lane_wait_seconds", "instance, network"), "{{instance}} {{network}}")),
                new Graph(
                    "Device memory", "In use, of a GPU; of a CPU, the process's working set. The lines that say `has` are what there is.", Unit.Bytes,
                    new Query(Of.Silo("ganactors_device_memory_used_bytes"), "{{instance}} lane {{lane}} ({{kind}})"),
                    new Query(Of.Silo("ganactors_device_memory_bytes"), "{{instance}} lane {{lane}} ({{kind}}) has")) { IsLogarithmic = true },
                new Graph(
                    "Step time, 95th percentile", "Time a command keeps its lane, silo by silo: a silo that is slower than its like has another machine's load, or too many threads.", Unit.Seconds,
                    new Query(Of.Quantile("0.95", "ganactors_step_duration_seconds", "instance, command"), "{{instance}} {{command}}")),
                new Graph(
                    "Places and queue of the cluster", "Lanes, the networks on them, and the runs that wait: as the board sees all silos.", Unit.Number,
                    new Query($"max by (kind) ({Of.Silo("ganactors_cluster_lanes")})", "{{kind}} lanes"),
                    new Query($"max by (kind) ({Of.Silo("ganactors_cluster_networks")})", "{{kind}} networks"),
                    new Query($"max({Of.Silo("ganactors_cluster_queue")})", "runs waiting"))),
            new Row(
                "Exchange",
                new Graph(
                    "Batches", "Bytes of batches and gradients that go between networks: in memory on one silo, on the wire between two.", Unit.BytesPerSecond,
                    new Query(Of.RateBy("message, transport", "ganactors_exchange_io_bytes_total"), "{{message}} ({{transport}})")),
                new Graph(
                    "Command to answer, 95th percentile", "From a coordinator's command to the answer: the way there and back, the wait for the lane and the step.", Unit.Seconds,
                    new Query(Of.Quantile("0.95", "ganactors_exchange_duration_seconds", "command, transport"), "{{command}} ({{transport}})")),
                new Graph(
                    "Mean time on the way", "Command to answer, less wait and step: what messages cost. The alert GanExchangeSlow watches it.", Unit.Seconds,
                    new Query($"job:ganactors_exchange_overhead_seconds:mean5m{{job=~\"$job\"}}", "{{job}}")),
                new Graph(
                    "Commands sent again", "For no answer came in time.", Unit.PerSecond,
                    new Query(Of.RateBy("command", "ganactors_exchange_retries_total"), "{{command}}")),
                new Graph(
                    "Checkpoints", "Bytes a second that are written to checkpoints.", Unit.BytesPerSecond,
                    new Query(Of.RateBy("instance", "ganactors_checkpoint_written_bytes_total"), "{{instance}}")),
                new Graph(
                    "Time to write a checkpoint, 95th percentile", "Training waits for it: 95 of 100 take less.", Unit.Seconds,
                    new Query(Of.Quantile("0.95", "ganactors_checkpoint_duration_seconds", "instance"), "{{instance}}"))),
            new Row(
                "Orleans",
                new Graph(
                    "Grain calls", "Calls answered a second, of all grains. These are Orleans' own figures, which only the cluster stack has.", Unit.PerSecond,
                    new Query(Of.RateBy("instance", "orleans_app_requests_latency_milliseconds_count"), "{{instance}}")),
                new Graph(
                    "Grain calls, 95th percentile", "How long a call takes, steps of networks included: 95 of 100 take less.", Unit.Seconds,
                    new Query($"{Of.Quantile("0.95", "orleans_app_requests_latency_milliseconds", "instance")} / 1000", "{{instance}}")),
                new Graph(
                    "Sent over the network", "Bytes a second of messages that a silo sends to other silos and to clients.", Unit.BytesPerSecond,
                    new Query(Of.RateBy("instance", "orleans_messaging_sent_messages_size_bytes_sum"), "{{instance}}")),
                new Graph(
                    "Activations", "Grains that are in memory, those of the system included.", Unit.Number,
                    new Query($"sum by (instance) ({Of.Silo("orleans_catalog_activations")})", "{{instance}}")),
                new Graph(
                    "Clients", "Clients that are connected to a silo's gateway.", Unit.Number,
                    new Query(Of.Silo("orleans_gateway_connected_clients"), "{{instance}}")),
                new Graph(
                    "Writing grain state, 95th percentile", "Time that the store of grain state takes to write: 95 of 100 writes take less.", Unit.Seconds,
                    new Query($"{Of.Quantile("0.95", "orleans_storage_write_latency_milliseconds", "instance")} / 1000", "{{instance}}")),
                new Graph(
                    "Long turns, late and refused calls", "Turns that held a scheduler for more than a second, calls that had no answer in time, and messages that were refused. Empty as long as there were none.", Unit.PerSecond,
                    new Query(Of.RateBy("instance", "orleans_scheduler_long_running_turns_total"), "{{instance}} long turns"),
                    new Query(Of.RateBy("instance", "orleans_app_requests_timedout_total"), "{{instance}} timed out"),
                    new Query(Of.RateBy("instance", "orleans_messaging_rejected_total"), "{{instance}} refused")),
                new Graph(
                    "Probes among silos", "By which silos watch each other: those without an answer should be none.", Unit.PerSecond,
                    new Query(Of.RateBy("instance", "orleans_messaging_pings_sent_total"), "{{instance}} sent"),
                    new Query(Of.RateBy("instance", "orleans_messaging_pings_reply_missed_total"), "{{instance}} without an answer"))),
            new Row(
                "Processes",
                new Graph(
                    "Processors", "Cores that a silo keeps busy.", Unit.Number,
                    new Query(Of.RateBy("instance", "dotnet_process_cpu_time_seconds_total"), "{{instance}}")),
                new Graph(
                    "Memory", "Working set of a silo.", Unit.Bytes,
                    new Query(Of.Silo("dotnet_process_memory_working_set_bytes"), "{{instance}}")),
                new Graph(
                    "Garbage collections", "A second, by generation. Training allocates next to nothing in a steady step.", Unit.PerSecond,
                    new Query(Of.RateBy("instance, gc_heap_generation", "dotnet_gc_collections_total"), "{{instance}} {{gc_heap_generation}}")),
                new Graph(
                    "Paused for garbage collection", "Share of the time that the process stands still for it.", Unit.Share,
                    new Query(Of.Rate(Of.Silo("dotnet_gc_pause_time_seconds_total")), "{{instance}}")),
                new Graph(
                    "Allocations", "Bytes a second that the process allocates.", Unit.BytesPerSecond,
                    new Query(Of.Rate(Of.Silo("dotnet_gc_heap_total_allocated_bytes_total")), "{{instance}}")),
                new Graph(
                    "Thread pool", "Threads, and work that waits for one: if it grows, something blocks.", Unit.Number,
                    new Query(Of.Silo("dotnet_thread_pool_thread_count_total"), "{{instance}} threads"),
                    new Query(Of.Silo("dotnet_thread_pool_queue_length_total"), "{{instance}} waiting"))),
        ]);
}
