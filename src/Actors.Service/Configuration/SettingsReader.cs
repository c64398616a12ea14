using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.Json;

namespace Actors.Service.Configuration;

/// <summary>
/// Fills options records from configuration: JSON, environment (<c>Data__Directory</c>), command line
/// (<c>--Data:Directory=…</c>). A key of ours that nobody reads and a value that its property cannot hold both stop the start,
/// since a setting that silently does nothing is worse than a service that does not start. Used at start only.
/// </summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    // What the framework reads by itself.
    private static readonly HashSet<string> HostKeys = new(
        ["Urls", "Http_Ports", "Https_Ports", "Https_Port", "Kestrel", "Logging", "AllowedHosts", "Environment", "ContentRoot", "WebRoot", "ApplicationName", "HostBuilder", "$schema"],
        StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, HashSet<string>> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(SettingsReader Keys, string Sentence)> _unused = [];

    /// <summary>
    /// An options record with its defaults, and over them what the section says. Keys are the property names; a property that is
    /// an options record itself is a section below; lists come as numbered keys or as one text with commas;
    /// a dictionary takes every key below its own.
    /// </summary>
    /// <param name="section">The section's name, such as <c>Limits</c> or <c>Jobs:Demo</c>.</param>
    /// <exception cref="SettingException">A value is not what its key may hold.</exception>
    public T Read<T>(string section)
        where T : notnull, new() => Over(new T(), section);

    /// <summary>As <see cref="Read{T}"/>, over defaults that the caller has set.</summary>
    /// <param name="defaults">A new record, which is filled and returned.</param>
    /// <param name="section">The section's name.</param>
    /// <param name="names">Property names that have another key (<c>ShardCount</c> → <c>Shards</c>), or none: an empty key.</param>
    /// <exception cref="SettingException">A value is not what its key may hold.</exception>
    public T Over<T>(T defaults, string section, params (string Property, string Key)[] names)
        where T : notnull
    {
        Fill(defaults, section, names.ToDictionary(n => n.Property, n => n.Key, StringComparer.Ordinal));
        return defaults;
    }

    /// <summary>One text; null where it is not set.</summary>
    public string? Text(string section, string key)
    {
        Know(section, key);
        return configuration[$"{section}:{key}"];
    }

    /// <summary>The <c>Kind</c> of a section, without regard to case; null where it is not set.</summary>
    /// <exception cref="SettingException">There is no such kind.</exception>
    public TKind? Kind<TKind>(string section)
        where TKind : struct, Enum => Text(section, "Kind") is not { } text ? null
            : (TKind)(SettingValue.Parse(text, typeof(TKind), null)
                ?? throw Wrong($"{section}:Kind", text, "one of " + string.Join(", ", Enum.GetNames<TKind>().Select(n => n.ToLowerInvariant()))));

    /// <summary>One whole number; null where it is not set.</summary>
    /// <exception cref="SettingException">The value is none.</exception>
    public int? Number(string section, string key) => Text(section, key) is not { } text ? null
        : (int)(SettingValue.Parse(text, typeof(int), null) ?? throw Wrong($"{section}:{key}", text, SettingValue.Describe(typeof(int), null)));

    /// <summary>Takes note of keys that a section would have with another choice, for <see cref="RefuseUnknownKeys"/> to say so.</summary>
    /// <param name="options">The record that would be filled.</param>
    /// <param name="section">The section's name.</param>
    /// <param name="sentence">What is said behind a key's name: <c>is a setting of …</c>.</param>
    /// <param name="names">As for <see cref="Over{T}"/>.</param>
    public void Unused(object options, string section, string sentence, params (string Property, string Key)[] names)
    {
        var keys = new SettingsReader(new ConfigurationBuilder().Build());
        keys.Over(options, section, names);
        _unused.Add((keys, sentence));
    }

    /// <summary>Refuses sections and keys below them that nothing asked for: most are misspelt.</summary>
    /// <exception cref="SettingException">There is such a section or key.</exception>
    public void RefuseUnknownKeys()
    {
        RefuseUnknownSections();
        foreach (var (section, known) in _known)
        {
            foreach (var child in configuration.GetSection(section).GetChildren())
            {
                if (!known.Contains(child.Key))
                {
                    throw new SettingException(
                        OfAnotherChoice(child)
                        ?? $"{child.Path} is not a setting of this service; {section} has {string.Join(", ", known.Order(StringComparer.OrdinalIgnoreCase))}.");
                }
            }
        }
    }

    private string? OfAnotherChoice(IConfigurationSection unknown)
    {
        var (path, key) = unknown.AsEnumerable().Where(s => s.Value is not null).Select(s => Split(s.Key)).Order().FirstOrDefault();
        return _unused.Where(u => path is not null && u.Keys._known.TryGetValue(path, out var keys) && keys.Contains(key))
            .Select(u => $"{path}:{key} {u.Sentence}").FirstOrDefault();

        static (string Section, string Key) Split(string path) => (path[..path.LastIndexOf(':')], path[(path.LastIndexOf(':') + 1)..]);
    }

    // The environment is full of names that are others': only files and arguments are written for this service alone.
    private void RefuseUnknownSections()
    {
        var own = _known.Keys.Select(section => section.Split(':')[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var written = configuration is IConfigurationRoot { Providers: var providers }
            ? providers.Where(p => p is JsonConfigurationProvider or CommandLineConfigurationProvider).SelectMany(p => p.GetChildKeys([], null))
            : [];
        if (written.FirstOrDefault(key => !own.Contains(key) && !HostKeys.Contains(key)) is { } unknown)
        {
            throw new SettingException($"{unknown} is not a section of this service; there are {string.Join(", ", own.Order(StringComparer.OrdinalIgnoreCase))}.");
        }
    }

    private void Fill(object options, string section, Dictionary<string, string> names)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var name = names.GetValueOrDefault(property.Name, property.Name);
            if (!property.CanWrite || name.Length == 0)
            {
                continue;
            }

            Know(section, name);
            var key = $"{section}:{name}";
            if (IsOptions(property.PropertyType))
            {
                var below = property.GetValue(options) ?? Activator.CreateInstance(property.PropertyType)!;
                Fill(below, key, names);
                property.SetValue(options, below);
            }
            else if (property.PropertyType == typeof(IReadOnlyList<string>))
            {
                SetList(options, property, key);
            }
            else if (property.PropertyType == typeof(IReadOnlyDictionary<string, string>))
            {
                SetNames<string>(options, property, key);
            }
            else if (property.PropertyType == typeof(IReadOnlyDictionary<string, TimeSpan>))
            {
                SetNames<TimeSpan>(options, property, key);
            }
            else if (configuration[key] is { } text)
            {
                property.SetValue(options, ReadValue(key, text, property));
            }
        }
    }

    private void SetList(object options, PropertyInfo property, string key)
    {
        var section = configuration.GetSection(key);
        var listed = section.GetChildren().Select(c => c.Value ?? string.Empty);
        var written = section.Value?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        string[] all = [.. written, .. listed];
        if (all.Length > 0)
        {
            property.SetValue(options, all);
        }
    }

    private void SetNames<TValue>(object options, PropertyInfo property, string key)
    {
        var named = configuration.GetSection(key).GetChildren().Where(c => c.Value is not null).ToDictionary(
            c => c.Key,
            c => (TValue)(SettingValue.Parse(c.Value!, typeof(TValue), null) ?? throw Wrong(c.Path, c.Value!, SettingValue.Describe(typeof(TValue), null))),
            StringComparer.Ordinal);
        if (named.Count > 0)
        {
            property.SetValue(options, named);
        }
    }

    private static object? ReadValue(string key, string text, PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (text.Length == 0 && (type == typeof(string) || type != property.PropertyType))
        {
            return type == typeof(string) ? text : null;
        }

        var range = property.GetCustomAttribute<RangeAttribute>();
        return SettingValue.Parse(text, type, range) ?? throw Wrong(key, text, SettingValue.Describe(type, range));
    }

    private static bool IsOptions(Type type) =>
        type.IsClass && type.Namespace?.StartsWith("Actors.", StringComparison.Ordinal) == true;

    private static SettingException Wrong(string key, string value, string allowed) =>
        new($"{key} is '{value}' but must be {allowed}.");

    private void Know(string section, string key)
    {
        if (!_known.TryGetValue(section, out var keys))
        {
            _known.Add(section, keys = new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        }

        keys.Add(key);
    }
}
