namespace Actors.Kernel;

/// <summary>Dotted paths; a part in quotation marks may hold dots.</summary>
internal static class HoconPath
{
    internal static List<string> Split(string path)
    {
        var parts = new List<string>();
        var begin = 0;
        var quoted = false;
        for (var i = 0; i <= path.Length; i++)
        {
            if (i < path.Length && path[i] == '"')
                quoted = !quoted;
            if (i < path.Length && (quoted || path[i] != '.'))
                continue;
            parts.Add(path[begin..i].Trim().Trim('"'));
            begin = i + 1;
        }

        return parts;
    }
}
