using System.Collections.Frozen;

namespace GanActors.Recipes;

/// <summary>Finds the name that was meant, wherever somebody writes one.</summary>
public static class NearestName
{
    /// <summary>What other GAN frameworks call things, for names too far away to be a slip of the keyboard.</summary>
    private static readonly FrozenDictionary<string, string> Elsewhere = new Dictionary<string, string>
    {
        ["learningrate"] = "lr",
        ["epsilon"] = "eps",
        ["beta1"] = "betas",
        ["beta2"] = "betas",
        ["batchsize"] = "batch",
        ["dataset"] = "data",
        ["latentdim"] = "size",
        ["dim"] = "size",
        ["initializer"] = "init",
        ["steps"] = "iterations",
        ["linear"] = "dense",
        ["fc"] = "dense",
        ["outfeatures"] = "units",
        ["filters"] = "channels",
        ["outchannels"] = "channels",
        ["kernelsize"] = "kernel",
        ["usebias"] = "bias",
        ["negativeslope"] = "slope",
        ["rate"] = "probability",
        ["p"] = "probability",
        ["scalefactor"] = "scale",
        ["averagepooling2d"] = "avg_pool2d",
        ["criticsteps"] = "discriminator",
        ["ncritic"] = "discriminator",
        ["minimax"] = "saturating",
        ["lsgan"] = "least-squares",
        ["mse"] = "least-squares",
        ["bce"] = "non-saturating",
        ["gaussian"] = "normal",
        ["xavier"] = "glorot",
        ["kaiming"] = "he",
        ["gradientpenalty"] = "penalty",
        ["gp"] = "wgan-gp",
        ["lambda"] = "weight",
        ["interval"] = "every",
        ["wgan"] = "wasserstein",
        ["critic"] = "discriminator",
        ["exponentialmovingaverage"] = "ema",
        ["polyak"] = "ema",
        ["rampup"] = "ramp_up",
        ["weightclip"] = "clip_weights",
        ["weightclipping"] = "clip_weights",
        ["clip"] = "clip_weights",
        ["packing"] = "pack",
        ["pacgan"] = "pack",
        ["gradientclipping"] = "clip_norm",
        ["maxnorm"] = "clip_norm",
        ["maxgradnorm"] = "clip_norm",
        ["lrscheduler"] = "schedule",
        ["scheduler"] = "schedule",
        ["totaliters"] = "steps",
        ["tmax"] = "steps",
        ["endfactor"] = "end",
        ["etamin"] = "end",
        ["stepsize"] = "every",
        ["gamma"] = "factor",
        ["labelflip"] = "flip_labels",
        ["flipprob"] = "flip_labels",
        ["sigma"] = "std",
        ["stddev"] = "std",
        ["winograd"] = "fast",
    }.ToFrozenDictionary();

    /// <summary>
    /// The one of <paramref name="names"/> that is <paramref name="word"/> but for case and punctuation, a word of another framework, a few
    /// slips of the keyboard, or an unfinished name; null if none is near.
    /// </summary>
    public static string? Of(string word, IEnumerable<string> names)
    {
        string bare = Bare(word);
        if (bare.Length is 0 or > 64)
            return null;
        string? meant = Elsewhere.GetValueOrDefault(bare);
        string? nearest = null;
        int least = int.MaxValue;
        foreach (string name in names)
        {
            if (name == meant)
                return name;
            string candidate = Bare(name);
            int distance = Distance(bare, candidate);
            if (distance > Math.Max(1, Math.Min(bare.Length, candidate.Length) / 3))
            {
                bool unfinished = bare.Length >= 3 && candidate.StartsWith(bare, StringComparison.Ordinal);
                distance = unfinished ? candidate.Length : int.MaxValue;
            }

            if (distance < least)
                (nearest, least) = (name, distance);
        }

        return nearest;
    }

    /// <summary><c>; did you mean 'x'?</c>, or the list of all names where none is near.</summary>
    public static string Hint(string word, IReadOnlyCollection<string> names, string listed = "allowed:") =>
        Of(word, names) is { } nearest ? $"; did you mean '{nearest}'?" : $"; {listed} {string.Join(", ", names)}";

    private static string Bare(string word) => string.Concat(word.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    /// <summary>Edits from <paramref name="a"/> to <paramref name="b"/>: insert, delete, replace, swap neighbours (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        int[,] edits = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
            edits[i, 0] = i;
        for (int j = 0; j <= b.Length; j++)
            edits[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = edits[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                edits[i, j] = Math.Min(replace, Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
            }
        }

        return edits[a.Length, b.Length];
    }
}
