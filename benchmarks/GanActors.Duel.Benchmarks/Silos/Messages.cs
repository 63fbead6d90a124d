using System.Globalization;
using GanActors.Datasets;
using GanActors.Server;

namespace GanActors.Duel.Benchmarks.Silos;

/// <summary>Microseconds of a message between two grains and its answer, empty and with 64 pictures of 28 x 28, which are 200 KB; and the bytes that cross the machine's loop for it.</summary>
internal static class Messages
{
    private const int Items = 64, WarmUps = 3_000;

    public static async Task Measure(int messages)
    {
        Console.WriteLine("from, to\tthere\tback\tus, mean\tp50\tp90\tp99\tKB on the wire");
        await using (var one = await LocalSilo.StartAsync(new SiloSettings(Threads: 1, new DatasetCatalog(DataDirectory.Resolve(), downloads: false), Lanes: 1)))
            await Measure("one silo", one.Grains.GetGrain<IPostGrain>("from"), "to", messages * 20);
        await using var two = await SiloPair.StartAsync();
        if (two is null)
            return;
        // Hinted where to live, by the first that calls.
        List<string> keys = [];
        foreach (string silo in two.Names)
        {
            string key = $"at {silo}";
            using (two.Here.Toward(silo))
            {
                if (await two.Grains.GetGrain<IPostGrain>(key).Where() != silo)
                    throw new InvalidOperationException($"The grain does not live at {silo}.");
            }

            keys.Add(key);
        }

        await Measure("two silos, two processes", two.Grains.GetGrain<IPostGrain>(keys[0]), keys[1], messages);
    }

    private static async Task Measure(string where, IPostGrain from, string to, int messages)
    {
        (int, bool)[] kinds = [(0, false), (Items, false), (Items, true)];
        // All of them warm up before the first is measured, or it would pay for what it has in common with the others.
        foreach (var (items, back) in kinds)
            await from.Send(to, Math.Max(WarmUps, messages), items, back);
        foreach (var (items, back) in kinds)
        {
            long before = Loop();
            double[] times = await from.Send(to, messages, items, back);
            double wire = (Loop() - before) / 1e3 / messages;
            double mean = times.Average();
            Array.Sort(times);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{where}\t{(items == 0 ? "empty" : "200 KB")}\t{(back ? "200 KB" : "empty")}\t{mean:F1}\t{times[messages / 2]:F1}\t{times[messages * 9 / 10]:F1}\t{times[messages * 99 / 100]:F1}\t{wire:F1}"));
        }
    }

    // What the machine's loop has carried, heads and acknowledgements included; 0 where the system does not tell.
    private static long Loop() => !File.Exists("/proc/net/dev") ? 0 : File.ReadLines("/proc/net/dev")
        .Select(line => line.Split([' ', ':'], StringSplitOptions.RemoveEmptyEntries))
        .Where(words => words[0] == "lo").Select(words => long.Parse(words[1], CultureInfo.InvariantCulture)).FirstOrDefault();
}
