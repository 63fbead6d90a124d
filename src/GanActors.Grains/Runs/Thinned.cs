namespace GanActors.Grains.Runs;

/// <summary>
/// A list of what happens again and again, as long as a picture needs it: past its capacity every other entry goes, and from then on only every
/// second, fourth, ... is kept.
/// </summary>
internal sealed class Thinned<T>(int capacity = 1 << 13)
{
    private readonly List<T> _kept = [];
    private long _every = 1, _seen;

    /// <summary>What was kept, oldest first; the very first is among it.</summary>
    public IReadOnlyList<T> Kept => _kept;

    /// <summary>Writes the list so that it can go on being thinned.</summary>
    public void Save(BinaryWriter writer, Action<BinaryWriter, T> save)
    {
        writer.Write(_every);
        writer.Write(_seen);
        writer.Write(_kept.Count);
        foreach (var entry in _kept)
            save(writer, entry);
    }

    /// <summary>Becomes the list that was saved.</summary>
    /// <exception cref="InvalidDataException">It was none of this capacity.</exception>
    public void Load(BinaryReader reader, Func<BinaryReader, T> load)
    {
        _every = reader.ReadInt64();
        _seen = reader.ReadInt64();
        int count = reader.ReadInt32();
        if (_every < 1 || count < 0 || count > capacity)
            throw new InvalidDataException("holds a list that is none");
        _kept.Clear();
        for (int i = 0; i < count; i++)
            _kept.Add(load(reader));
    }

    public void Add(T entry)
    {
        if (_seen++ % _every != 0)
            return;
        _kept.Add(entry);
        if (_kept.Count < capacity)
            return;
        _every *= 2;
        int left = 0;
        for (int i = 0; i < _kept.Count; i += 2)
            _kept[left++] = _kept[i];
        _kept.RemoveRange(left, _kept.Count - left);
    }
}
