using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Actors.Bench.Report;

/// <summary>Everything measured in one run: a table on the console, and JSON.</summary>
internal sealed class BenchReport
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };
    private readonly List<Measurement> _measurements = [];
    private readonly List<Target> _targets = [];
    private readonly List<string> _notes = [];

    /// <summary>True if every target was met.</summary>
    public bool Met => _targets.TrueForAll(t => t.Met);

    /// <summary>Adds what a server reached and prints it.</summary>
    public void Add(Measurement measurement)
    {
        _measurements.Add(measurement);
        Console.WriteLine($"  {measurement.Peer,-14} {string.Join("  ", measurement.Values.Select(v => $"{v.Key} {Number(v.Value)}"))}");
    }

    /// <summary>Adds a target and prints whether it was met.</summary>
    public void Add(Target target)
    {
        _targets.Add(target);
        var sign = target.Bound == Bound.AtLeast ? "≥" : "≤";
        Console.WriteLine($"  {(target.Met ? "met   " : "MISSED")} {target.What}: {Number(target.Value)} {sign} {Number(target.Limit)}");
    }

    /// <summary>Says something that the figures need to be understood.</summary>
    public void Note(string text)
    {
        _notes.Add(text);
        Console.WriteLine($"  {text}");
    }

    /// <summary>Writes everything as JSON.</summary>
    public void Save(string file) => File.WriteAllText(file, JsonSerializer.Serialize(new { machine = Machine(), measurements = _measurements, targets = _targets, notes = _notes }, Format));

    private static object Machine() => new
    {
        processors = Environment.ProcessorCount,
        runtime = Environment.Version.ToString(),
        system = System.Runtime.InteropServices.RuntimeInformation.OSDescription,
    };

    private static string Number(double value) => Math.Abs(value) switch
    {
        >= 1000 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("F0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("F1", CultureInfo.InvariantCulture),
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };
}
