using System.Text.RegularExpressions;

namespace Actors.Kernel.Tests.Surface;

/// <summary>The members of Akka.NET's public API, each as <c>Owner: Type Name(Types)</c> without namespaces.</summary>
internal static partial class AkkaListing
{
    private static readonly string[] Modifiers =
        ["public", "protected", "static", "abstract", "override", "virtual", "sealed", "readonly", "const", "async"];

    internal static HashSet<string> Read(params string[] files)
    {
        var members = new HashSet<string>();
        foreach (var file in files)
        {
            var types = new Stack<string>();
            foreach (var line in Joined(File.ReadLines(Path.Combine(AkkaApiFactAttribute.ListingFolder!, file))))
                Read(line, types, members);
        }

        return members;
    }

    /// <summary>Brings members that are written on several lines onto one.</summary>
    private static IEnumerable<string> Joined(IEnumerable<string> lines)
    {
        var open = string.Empty;
        foreach (var line in lines)
        {
            open += open.Length == 0 ? line : line.Trim();
            if (open.Count(c => c == '(') > open.Count(c => c == ')'))
                continue;
            yield return open;
            open = string.Empty;
        }
    }

    private static void Read(string line, Stack<string> types, HashSet<string> members)
    {
        // A namespace's types stand at depth 1, so the stack holds one type less than the depth of a line within them.
        var depth = (line.Length - line.TrimStart().Length) / 4;
        var text = Attributes().Replace(line, string.Empty).Trim();
        if (text is "{" or "}")
            return;
        while (types.Count >= Math.Max(depth, 1))
            types.Pop();
        if (TypeLine().Match(text) is { Success: true } type)
        {
            var name = type.Groups["name"].Value;
            types.Push(types.Count == 0 ? name : $"{types.Peek()}.{name}");
            members.Add($"{types.Peek()}: type");
        }
        else if (DelegateLine().Match(text) is { Success: true } function)
        {
            members.Add($"{function.Groups["name"].Value}: type");
        }
        else if (types.Count > 0 && !text.StartsWith("where", StringComparison.Ordinal))
        {
            foreach (var member in Members(text))
                members.Add($"{types.Peek()}: {member}");
        }
    }

    /// <summary>A member's name and the types of its parameters, in every form in which it can be called: without optional ones too.</summary>
    private static IEnumerable<string> Members(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
        {
            // A property, a field, or a value of an enumeration.
            yield return Typed(text.Split('{', ';', '=')[0].Trim().TrimEnd(','));
            yield break;
        }

        var head = Typed(TypeParameters().Replace(text[..open], string.Empty));
        var parameters = Split(text[(open + 1)..text.LastIndexOf(')')]).Select(parameter => parameter.Trim()).ToList();
        for (var count = parameters.Count; ; count--)
        {
            yield return $"{head}({string.Join(", ", parameters.Take(count).Select(ParameterType))})";
            if (count == 0 || !(parameters[count - 1].StartsWith("params ", StringComparison.Ordinal) || parameters[count - 1].Contains(" = ", StringComparison.Ordinal)))
                yield break;
        }
    }

    /// <summary><c>public static Some.Type Name</c> as <c>Type Name</c>.</summary>
    private static string Typed(string declaration)
    {
        var words = declaration.Split(' ').Where(word => !Modifiers.Contains(word)).ToArray();
        return $"{Simple(string.Concat(words[..^1]))} {Simple(words[^1])}".Trim();
    }

    private static string ParameterType(string parameter)
    {
        var words = Defaults().Replace(parameter, string.Empty).Trim().Split(' ').Where(word => word is not ("this" or "params" or "out")).ToArray();
        return Simple(string.Join(' ', words[..^1]));
    }

    private static IEnumerable<string> Split(string parameters)
    {
        var (depth, begin) = (0, 0);
        for (var i = 0; i < parameters.Length; i++)
        {
            depth += parameters[i] is '<' or '[' or '(' ? 1 : parameters[i] is '>' or ']' or ')' ? -1 : 0;
            if (depth != 0 || parameters[i] != ',')
                continue;
            yield return parameters[begin..i];
            begin = i + 1;
        }

        if (parameters.Trim().Length > 0)
            yield return parameters[begin..];
    }

    private static string Simple(string name) => Namespaces().Replace(name, string.Empty).Replace(" ", string.Empty, StringComparison.Ordinal);

    [GeneratedRegex(@"^(public|protected)( abstract| sealed| static| readonly)* (class|interface|struct|enum)( static)? (?<name>[A-Za-z]+)")]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^public delegate \S+ (?<name>\w+)(<[^>]*>)?\(")]
    private static partial Regex DelegateLine();

    [GeneratedRegex(@"\[[A-Za-z.: ]+Attribute\((new [a-z]+\[\] \{[^}]*\})?[^\]]*\)\]\s*")]
    private static partial Regex Attributes();

    [GeneratedRegex(@"<[^<>()]*>$")]
    private static partial Regex TypeParameters();

    [GeneratedRegex(@" = .*$")]
    private static partial Regex Defaults();

    [GeneratedRegex(@"(?<![A-Za-z0-9])([A-Z][A-Za-z0-9]*\.)+(?=[A-Z])")]
    private static partial Regex Namespaces();
}
