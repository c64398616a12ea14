using System.Globalization;

namespace Actors.Kernel;

/// <summary>A configuration: values by dotted path. Immutable.</summary>
public sealed class Config
{
    /// <summary>A configuration that says nothing.</summary>
    public static readonly Config Empty = new(new HoconObject(), null);

    private readonly HoconObject _root;

    internal Config(HoconObject root, Config? fallback)
    {
        _root = root;
        Fallback = fallback;
    }

    /// <summary>What is asked for values that this one lacks.</summary>
    public Config? Fallback { get; }

    /// <summary>Whether it says nothing.</summary>
    public bool IsEmpty => _root.Count == 0 && Fallback is null or { IsEmpty: true };

    /// <summary>Reads HOCON, as <see cref="ConfigurationFactory.ParseString"/>.</summary>
    public static implicit operator Config(string str) => ConfigurationFactory.ParseString(str);

    /// <summary>Whether there is a value at <paramref name="path"/>.</summary>
    public bool HasPath(string path) => Find(path) is not null;

    /// <summary>The text at <paramref name="path"/>, or <paramref name="default"/>.</summary>
    public string? GetString(string path, string? @default = null) => Find(path) switch
    {
        null => @default,
        string text => text,
        _ => throw Wrong(path, "a text"),
    };

    /// <summary>The whole number at <paramref name="path"/>, or <paramref name="default"/>.</summary>
    public int GetInt(string path, int @default = 0) => GetString(path) switch
    {
        null => @default,
        var text when int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw Wrong(path, "a whole number"),
    };

    /// <summary>The number at <paramref name="path"/>, or <paramref name="default"/>.</summary>
    public double GetDouble(string path, double @default = 0) => GetString(path) switch
    {
        null => @default,
        var text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw Wrong(path, "a number"),
    };

    /// <summary>The switch at <paramref name="path"/> (<c>on</c>, <c>true</c>, <c>yes</c>; <c>off</c>, <c>false</c>, <c>no</c>), or <paramref name="default"/>.</summary>
    public bool GetBoolean(string path, bool @default = false) => GetString(path) switch
    {
        null => @default,
        "on" or "true" or "yes" => true,
        "off" or "false" or "no" => false,
        _ => throw Wrong(path, "on or off"),
    };

    /// <summary>The duration at <paramref name="path"/>, or <paramref name="default"/>, or zero: a number and a unit (<c>ms</c>, <c>s</c>, <c>m</c>, <c>h</c>, <c>d</c>), milliseconds if there is none, or <c>infinite</c>.</summary>
    public TimeSpan GetTimeSpan(string path, TimeSpan? @default = null, bool allowInfinite = true)
    {
        if (GetString(path) is not { } text)
            return @default ?? TimeSpan.Zero;
        if (!HoconDuration.TryParse(text, out var duration) || (!allowInfinite && duration == Timeout.InfiniteTimeSpan))
            throw Wrong(path, "a duration such as 500ms, 30s, 5m, 2h");
        return duration;
    }

    /// <summary>The texts at <paramref name="path"/>; none if there is no list.</summary>
    public IList<string> GetStringList(string path) => Find(path) switch
    {
        null => [],
        List<object> list => [.. list.Select(item => item as string ?? throw Wrong(path, "a list of texts"))],
        _ => throw Wrong(path, "a list"),
    };

    /// <summary>The part below <paramref name="path"/>; empty if there is none.</summary>
    public Config GetConfig(string path)
    {
        var below = Fallback?.GetConfig(path);
        return _root.Find(path) is HoconObject found ? new Config(found, below) : below ?? Empty;
    }

    /// <summary>This one, and <paramref name="fallback"/> for what it lacks.</summary>
    public Config WithFallback(Config fallback)
    {
        ArgumentNullException.ThrowIfNull(fallback);
        return new Config(_root, Fallback is null ? fallback : Fallback.WithFallback(fallback));
    }

    /// <summary>The paths of all values.</summary>
    internal IEnumerable<string> Paths() => _root.Paths(string.Empty).Concat(Fallback?.Paths() ?? []).Distinct();

    /// <summary>The names directly below the root.</summary>
    internal IEnumerable<string> Names() => _root.Names.Concat(Fallback?.Names() ?? []).Distinct();

    private static ConfigurationException Wrong(string path, string wanted) => new($"The configuration key {path} must be {wanted}.");

    private object? Find(string path) => _root.Find(path) is { } value and not HoconObject
        ? value
        : Fallback?.Find(path) ?? _root.Find(path);
}
