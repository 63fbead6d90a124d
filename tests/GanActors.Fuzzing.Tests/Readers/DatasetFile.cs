using GanActors.Datasets;

namespace GanActors.Fuzzing.Tests;

/// <summary>A file of a data set, which is read whole or refused by a <see cref="DatasetException"/> that names it.</summary>
internal abstract class DatasetFile(string name, int inputs, MemoryBound memory, string file) : Reader(name, inputs, memory)
{
    protected string Path => System.IO.Path.Combine(Folder.Path, file);

    public override bool Read(byte[] input)
    {
        File.WriteAllBytes(Path, input);
        try
        {
            ReadFile();
            return true;
        }
        catch (DatasetException fault)
        {
            return Refusal.Check(fault.Message, Path);
        }
    }

    protected abstract void ReadFile();

    protected static void Require(bool holds, string what)
    {
        if (!holds)
            throw new InvalidDataException(what);
    }
}
