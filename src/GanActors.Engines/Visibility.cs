using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("GanActors.Engines.Tests")]
[assembly: InternalsVisibleTo("GanActors.Engines.TorchSharp")]
[assembly: InternalsVisibleTo("GanActors.Engines.TorchSharp.Tests")]
[assembly: InternalsVisibleTo("GanActors.Grains.Tests")]
[assembly: InternalsVisibleTo("GanActors.Benchmarks")]
