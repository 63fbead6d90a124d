using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("GanActors.Engines.TorchSharp.Tests")]
