using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Actors.Bench.Report;

/// <summary>Everything measured in one run: a table on the console, and JSON.</summary>
internal sealed class BenchReport
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly List<Measurement> _measurements = [];
    private readonly List<Target> _targets = [];
    private readonly List<string> _notes = [];

    /// <summary>True if every target was met.</summary>
    public bool Met => _targets.TrueForAll(t => t.Met);

    /// <summary>Starts a scenario.</summary>
    public void Begin(string scenario) => Console.WriteLine($"\n{scenario}");

    /// <summary>Adds what a server reached.</summary>
    public Measurement Add(Measurement measurement)
    {
        _measurements.Add(measurement);
        return measurement;
    }

    /// <summary>Adds what a server reached and prints it.</summary>
    public Measurement Show(Measurement measurement)
    {
        Print([Add(measurement)]);
        return measurement;
    }

    /// <summary>Adds targets and prints whether they were met.</summary>
    public void Add(IEnumerable<Target> targets)
    {
        foreach (var target in targets)
        {
            _targets.Add(target);
            var sign = target.Bound == Bound.AtLeast ? '≥' : '≤';
            Console.WriteLine($"  {(target.Met ? "met   " : "MISSED")} {target.What}: {Number(target.Value)} {sign} {Number(target.Limit)}");
        }
    }

    /// <summary>Prints all servers' figures side by side, and ours as a multiple of the others'.</summary>
    public void Compare(Measurement? ours, params Measurement?[] others)
    {
        var known = others.OfType<Measurement>().ToList();
        if (ours is null || known.Count == 0)
        {
            Print([.. known.Append(ours).OfType<Measurement>()]);
            return;
        }
        Console.WriteLine($"  {"",-26}{ours.Peer,14}{string.Concat(known.Select(o => $"{o.Peer,16}{"ratio",8}"))}");
        foreach (var (name, value) in ours.Values)
            Console.WriteLine($"  {name,-26}{Number(value),14}{string.Concat(known.Select(o => $"{Number(o[name]),16}{Ratio(value, o[name]),8}"))}");
    }

    /// <summary>Says something that the figures need to be understood.</summary>
    public void Note(string text)
    {
        _notes.Add(text);
        Console.WriteLine($"  {text}");
    }

    /// <summary>Prints the last line: how many targets were met.</summary>
    public void End()
    {
        var missed = _targets.Where(t => !t.Met).ToList();
        Console.WriteLine($"\n{_targets.Count - missed.Count} of {_targets.Count} targets met{string.Concat(missed.Select(t => $"\n  missed: {t.Scenario}: {t.What}"))}");
    }

    /// <summary>Writes everything as JSON.</summary>
    public void Save(string file) => File.WriteAllText(file, JsonSerializer.Serialize(
        new { machine = Machine(), measurements = _measurements, ratios = Ratios(), targets = _targets, notes = _notes }, Format));

    private static void Print(IReadOnlyList<Measurement> measurements)
    {
        if (measurements.Count == 0) return;
        Console.WriteLine($"  {"",-26}{string.Concat(measurements.Select(m => $"{m.Peer,14}"))}");
        foreach (var name in measurements[0].Values.Keys)
            Console.WriteLine($"  {name,-26}{string.Concat(measurements.Select(m => $"{Number(m[name]),14}"))}");
    }

    private object[] Ratios() => [.. _measurements
        .GroupBy(m => m.Scenario)
        .Where(g => g.Any(m => m.Peer == "actors"))
        .SelectMany(g => g.Where(m => m.Peer != "actors").Select(other => new
        {
            scenario = g.Key,
            peer = other.Peer,
            values = g.Last(m => m.Peer == "actors").Values
                .Where(v => other.Values.GetValueOrDefault(v.Key) != 0)
                .ToDictionary(v => v.Key, v => v.Value / other[v.Key]),
        }))];

    private static object Machine() => new
    {
        processors = Environment.ProcessorCount,
        runtime = Environment.Version.ToString(),
        system = System.Runtime.InteropServices.RuntimeInformation.OSDescription,
    };

    private static string Ratio(double ours, double other) => other == 0 ? "" : (ours / other).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Number(double value) => Math.Abs(value) switch
    {
        >= 1000 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("F0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("F1", CultureInfo.InvariantCulture),
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };
}
