namespace GanActors.EndToEnd.Tests;

/// <summary>A DCGAN with everything that has a state of its own, whose process is killed again and again.</summary>
public sealed class KilledDcganTests : BrokenRun
{
    /// <summary>Spectral norms, an average, batch statistics, dropout.</summary>
    private const string Dcgan = """
        name: small-dcgan
        data: { name: digits, limit: 512 }
        batch: 16
        noise: { size: 16 }
        generator:
          layers: [ { dense: 784 }, { reshape: [16, 7, 7] }, batch_norm, relu, { conv_transpose2d: { channels: 8, kernel: 4, stride: 2, padding: 1 } }, batch_norm, relu, { conv_transpose2d: { channels: 1, kernel: 4, stride: 2, padding: 1 } }, tanh ]
          optimizer: { lr: 0.0005, betas: [0.5, 0.999] }
          ema: 0.99
        discriminator:
          layers: [ { conv2d: { channels: 8, kernel: 4, stride: 2, padding: 1, spectral_norm: true } }, { leaky_relu: 0.2 }, { dropout: 0.2 }, flatten, { dense: { units: 1, spectral_norm: true } } ]
          optimizer: { lr: 0.0005, betas: [0.5, 0.999] }
        run: { iterations: 400, seed: 5 }
        samples: { every: 150 }
        checkpoint: { every: 5 }
        """;

    [Fact]
    public Task A_dcgan_with_spectral_norms_and_an_average_is_the_same_after_kills()
    {
        string recipe = PathOf("small-dcgan.yaml");
        File.WriteAllText(recipe, Dcgan);
        return AssertSurvives(recipe);
    }
}
