namespace GanActors.Grains.Runs;

/// <summary>
/// A list of what happens again and again, as long as a picture needs it: past its capacity every other entry goes, and from then on only every
/// second, fourth, ... is kept.
/// </summary>
internal sealed class Thinned<T>(int capacity = 1 << 15)
{
    private readonly List<T> _kept = [];
    private long _every = 1, _seen;

    /// <summary>What was kept, oldest first; the very first is among it.</summary>
    public IReadOnlyList<T> Kept => _kept;

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
