using GanActors.Datasets;

namespace GanActors.Fuzzing.Tests;

/// <summary>CIFAR-10's binary batches.</summary>
internal sealed class CifarFiles() : DatasetFile("cifar", 1_000, new MemoryBound(PerByte: 4, Constant: 1 << 20), "test_batch.bin")
{
    private const int Record = 3073;

    public override byte[] Input(Dice dice)
    {
        byte[] file = new byte[Record * dice.Between(1, 4)];
        dice.Fill(file);
        for (int at = 0; at < file.Length; at += Record)
            file[at] = (byte)dice.Below(10);
        switch (dice.Below(4))
        {
            case 0:
                dice.Note("label");
                file[Record * dice.Below(file.Length / Record)] = dice.Byte();
                return file;
            case 1:
                dice.Note("pixels");
                file[dice.Below(file.Length)] ^= 1;
                return file;
            default:
                return ByteMutations.Spoil(dice, file, [file]);
        }
    }

    protected override void ReadFile()
    {
        var images = Cifar10.Read(Folder.Path, training: false, "");
        Require(images.Count == new FileInfo(Path).Length / Record, "records are missing");
    }
}
