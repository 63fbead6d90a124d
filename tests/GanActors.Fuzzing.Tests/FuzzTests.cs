[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace GanActors.Fuzzing.Tests;

/// <summary>Whatever comes in, each reader gives a value or one clear error, soon and within its memory.</summary>
public sealed class FuzzTests
{
    private static void Run(Func<Reader> open)
    {
        using var reader = open();
        string tally = Campaign.Run(reader);
        TestContext.Current.TestOutputHelper?.WriteLine(tally);
        if (Environment.GetEnvironmentVariable("GANACTORS_FUZZ_LOG") is { Length: > 0 } log)
            File.AppendAllText(log, tally + Environment.NewLine);
    }

    [Fact]
    public void A_recipe_is_read_or_refused() => Run(() => new RecipeFiles());

    [Fact]
    public void An_override_is_taken_or_refused() => Run(() => new Overrides());

    [Fact]
    public void A_sweep_is_read_or_refused() => Run(() => new SweepTexts());

    [Fact]
    public void An_IDX_file_is_read_or_refused() => Run(() => new IdxFiles());

    [Fact]
    public void A_pair_of_IDX_files_is_read_or_refused() => Run(() => new IdxPairs());

    [Fact]
    public void A_CIFAR_batch_is_read_or_refused() => Run(() => new CifarFiles());

    [Fact]
    public void A_PNG_file_is_read_or_refused() => Run(() => new PngFiles());

    [Fact]
    public void A_JPEG_file_is_read_or_refused()
    {
        Datasets.Tests.MadePictures.NeedJpeg();
        Run(() => new JpegFiles());
    }

    [Fact]
    public void A_folder_of_pictures_is_read_or_refused() => Run(() => new PictureFolders());

    [Fact]
    public void A_file_of_decoded_pictures_is_read_or_made_anew() => Run(() => new DecodedPictures());

    [Fact]
    public void A_safetensors_file_is_read_or_refused() => Run(() => new SafetensorsFiles());

    [Fact]
    public void A_generator_is_built_or_refused() => Run(() => new GeneratorFiles());

    [Fact]
    public void A_manifest_is_read_or_refused() => Run(() => new Manifests());

    [Fact]
    public void Of_a_runs_folder_a_report_is_made_or_refused() => Run(() => new RunFolders());

    [Fact]
    public void Of_a_sweeps_folder_a_report_is_made_or_refused() => Run(() => new SweepFolders());

    [Fact]
    public void A_command_line_is_done_or_refused() => Run(() => new CommandLines());

    [Fact]
    public void A_mirror_is_believed_only_if_it_tells_the_truth() => Run(() => new MirrorAnswers());
}
