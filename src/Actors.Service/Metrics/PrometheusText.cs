using System.Globalization;
using System.Text;

namespace Actors.Service.Metrics;

/// <summary>Writes metrics in Prometheus' text format 0.0.4.</summary>
internal static class PrometheusText
{
    /// <summary>The media type of the format.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>All series as text. Two instruments of one name (a meter made twice in a process) are written as one family.</summary>
    public static string Write(IEnumerable<Series> all)
    {
        var text = new StringBuilder();
        foreach (var family in all.GroupBy(NameOf, StringComparer.Ordinal))
        {
            var first = family.First();
            var kind = first.IsHistogram ? "histogram" : first.IsCounter ? "counter" : "gauge";
            if (first.Instrument.Description is { } help)
            {
                text.Append(CultureInfo.InvariantCulture, $"# HELP {family.Key} {help.Replace("\\", "\\\\", StringComparison.Ordinal).ReplaceLineEndings(" ")}\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"# TYPE {family.Key} {kind}\n");
            foreach (var cells in family.SelectMany(s => s.Cells).GroupBy(c => c.Key))
            {
                WriteCell(text, family.Key, first, cells.Key, cells.Select(c => c.Value).ToArray());
            }
        }

        return text.ToString();
    }

    private static void WriteCell(StringBuilder text, string name, Series series, TagSet tags, Cell[] cells)
    {
        var labels = string.Join(',', tags.Tags().Select(t => $"{Identifier(t.Key)}=\"{Escape(t.Value)}\""));
        var sum = cells.Sum(c => c.Value);
        if (!series.IsHistogram)
        {
            WriteLine(text, name, labels, sum);
            return;
        }

        var count = 0L;
        for (var i = 0; i <= series.Bounds.Count; i++)
        {
            count += cells.Sum(c => c.Buckets[i]);
            var bound = i == series.Bounds.Count ? "+Inf" : Number(series.Bounds[i]);
            WriteLine(text, name + "_bucket", (labels.Length == 0 ? string.Empty : labels + ",") + $"le=\"{bound}\"", count);
        }

        WriteLine(text, name + "_sum", labels, sum);
        WriteLine(text, name + "_count", labels, count);
    }

    private static void WriteLine(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string NameOf(Series series)
    {
        var name = Identifier(series.Instrument.Name);
        var unit = series.Instrument.Unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            _ => string.Empty,
        };
        name = name.EndsWith(unit, StringComparison.Ordinal) ? name : name + unit;
        return series.IsCounter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    private static string Identifier(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '_'));

    private static string Escape(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture)!
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
