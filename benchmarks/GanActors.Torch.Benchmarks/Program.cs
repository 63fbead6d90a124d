using System.Diagnostics;
using System.Globalization;
using GanActors.Benchmarks;
using GanActors.Engines.Torch;
using GanActors.Torch.Benchmarks;

// The price of the engine's seam on TorchSharp: a duel's loop through it and the same loop written by hand, taken in turns in one process on one thread.
// Arguments: [work = mlp] [iterations of a stretch = 200] [stretches of each = 9]. Prints a tab-separated line.
string name = args.Length > 0 ? args[0] : "mlp";
int iterations = Argument(1, 200), stretches = Argument(2, 9);
if (TorchDevices.Missing is { } reason)
{
    Console.Error.WriteLine(reason);
    return 2;
}

var work = Work.Of(name);
using var seam = new SeamLoop(work);
using var hand = new HandLoop(work);
seam.Run(iterations / 4);
hand.Run(iterations / 4);
double[] ofSeam = new double[stretches], ofHand = new double[stretches];
for (int i = 0; i < stretches; i++)
{
    ofHand[i] = Rate(hand.Run);
    ofSeam[i] = Rate(seam.Run);
}

double[] ratios = [.. ofSeam.Zip(ofHand, (one, other) => one / other).Order()];
Array.Sort(ofSeam);
Array.Sort(ofHand);
Console.WriteLine("work\tby hand, it/s\tthrough the seam, it/s\tmedian of the ratios\tleast\tmost\tlosses by hand\tthrough the seam");
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{name}\t{ofHand[stretches / 2]:F1}\t{ofSeam[stretches / 2]:F1}\t{ratios[stretches / 2]:F3}\t{ratios[0]:F3}\t{ratios[^1]:F3}\t{hand.Losses:F3}\t{seam.Losses:F3}"));
return 0;

double Rate(Action<int> run)
{
    long began = Stopwatch.GetTimestamp();
    run(iterations);
    return iterations / Stopwatch.GetElapsedTime(began).TotalSeconds;
}

int Argument(int place, int otherwise) => args.Length > place ? int.Parse(args[place], CultureInfo.InvariantCulture) : otherwise;
