namespace Actors.Kernel;

/// <summary>An object of a configuration: values are texts, lists, or objects.</summary>
internal sealed class HoconObject
{
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    internal int Count => _values.Count;

    internal IEnumerable<string> Names => _values.Keys;

    /// <summary>Sets a value; objects are merged into those that are there, other values replaced.</summary>
    internal void Set(IReadOnlyList<string> path, object value)
    {
        var at = this;
        for (var i = 0; i < path.Count - 1; i++)
        {
            if (at._values.GetValueOrDefault(path[i]) is not HoconObject next)
                at._values[path[i]] = next = new HoconObject();
            at = next;
        }

        if (value is HoconObject added && at._values.GetValueOrDefault(path[^1]) is HoconObject known)
            known.Merge(added);
        else
            at._values[path[^1]] = value;
    }

    internal object? Find(string path)
    {
        object? at = this;
        foreach (var name in HoconPath.Split(path))
            at = (at as HoconObject)?._values.GetValueOrDefault(name);
        return at;
    }

    internal IEnumerable<string> Paths(string above) => _values.SelectMany(pair => pair.Value is HoconObject below
        ? below.Paths(above + pair.Key + ".")
        : [above + pair.Key]);

    private void Merge(HoconObject added)
    {
        foreach (var (name, value) in added._values)
            Set([name], value);
    }
}
